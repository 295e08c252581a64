/**
 * Descriptor of the namespace `https://lanework.dev/schema/1.0`: the few execution attributes that the zeebe namespace lacks. The designer loads the same
 * descriptor, so both read the same files.
 */
export const laneworkModdle = {
  name: 'Lanework',
  prefix: 'lanework',
  uri: 'https://lanework.dev/schema/1.0',
  xml: { tagAlias: 'lowerCase' },
  associations: [],
  types: [
    {
      name: 'ProcessAttributes',
      extends: ['bpmn:Process'],
      properties: [
        /** Comma-separated groups that may start the process. */
        { name: 'candidateStarterGroups', isAttr: true, type: 'String' },
        /** Version tag of the process, for diagrams without `zeebe:versionTag`. */
        { name: 'versionTag', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'CallAttributes',
      extends: ['bpmn:CallActivity'],
      properties: [
        /** Number of the version that is called. */
        { name: 'calledVersion', isAttr: true, type: 'String' },
        /** The newest version with this tag is called. */
        { name: 'calledVersionTag', isAttr: true, type: 'String' },
        /** `latest` (the default) or `deployment`: the version deployed together with the caller. */
        { name: 'calledBinding', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'OriginalText',
      extends: ['bpmn:BaseElement'],
      properties: [
        /** What stood in the file of another engine where FEEL stands now: an expression, a name, a script. Not executed. */
        { name: 'original', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'ImportMark',
      extends: ['bpmn:Definitions'],
      properties: [
        /** Engines out of whose words the file was translated, separated by blanks: it is not translated again. */
        { name: 'importedFrom', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'JobAttributes',
      extends: ['zeebe:TaskDefinition'],
      properties: [
        /** ISO 8601 durations between attempts, comma separated, the last one repeated. */
        { name: 'retryBackoff', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'MessageAttributes',
      extends: ['bpmn:Message'],
      properties: [
        /** ISO 8601 duration for which a thrown message waits for its receiver, or FEEL after `=`. */
        { name: 'timeToLive', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'CalendarAttributes',
      extends: ['bpmn:TimerEventDefinition', 'bpmn:Event', 'bpmn:UserTask'],
      properties: [
        /** Name of the business calendar by which a timer, or the due and follow-up date of a task, counts. */
        { name: 'calendar', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'ScriptAttributes',
      extends: ['bpmn:ScriptTask', 'bpmn:GlobalScriptTask'],
      properties: [
        /** Variable for the value of a script without `zeebe:script`. */
        { name: 'resultVariable', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'Instructions',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:UserTask'] },
      properties: [{ name: 'text', isBody: true, type: 'String' }],
    },
  ],
} as const;
