import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/** Descriptor of the `zeebe:` elements with the one that it lacks: how a thrown message is published. */
export const zeebeDescriptor = {
  ...zeebe,
  types: [
    ...zeebe.types,
    {
      name: 'PublishMessage',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:SendTask', 'bpmn:IntermediateThrowEvent', 'bpmn:EndEvent'] },
      properties: [
        { name: 'correlationKey', isAttr: true, type: 'String' },
        { name: 'messageId', isAttr: true, type: 'String' },
        { name: 'timeToLive', isAttr: true, type: 'String' },
      ],
    },
  ],
};
