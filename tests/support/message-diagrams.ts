import { element, file, message, path, process } from './scenario.ts';

/** Collaboration of pools with message flows, each `id, from, to, attributes`. */
const collaboration = (pools: readonly string[], flows: readonly (readonly [string, string, string, string?])[]): string =>
  `<collaboration id="co">${pools.map((id) => `<participant id="P${id}" processRef="${id}" />`).join('')}${flows
    .map(([id, from, to, more = '']) => `<messageFlow id="${id}" sourceRef="${from}" targetRef="${to}" ${more} />`)
    .join('')}</collaboration>`;
const M1 = '<message id="m1" name="M1" />';

/** Process `sender` throws at T; process `receiver` waits at C. What they say of the message is given. */
export const twoPools = (thrown: string, caught: string, flowAttributes = '', roots = M1): string =>
  file(
    roots,
    collaboration(['sender', 'receiver'], [['mf', 'T', 'C', flowAttributes]]),
    process('sender', '<startEvent id="S" />', element('intermediateThrowEvent', 'T', thrown), '<endEvent id="E" />', path('S', 'T', 'E')),
    process(
      'receiver',
      '<startEvent id="Sr" />',
      element('intermediateCatchEvent', 'C', caught),
      '<endEvent id="Er" />',
      path('Sr', 'C', 'Er'),
    ),
  );

/** A third process that waits for the same message, without a message flow to it. */
export const BYSTANDER = file(
  M1,
  process(
    'bystander',
    '<startEvent id="Sb" />',
    element('intermediateCatchEvent', 'B', message('m1')),
    '<endEvent id="Eb" />',
    path('Sb', 'B', 'Eb'),
  ),
);

/** Process `orders` waits for a message whose key is read out of it: `order.id` of the message is `myOrder` of the process. */
export const CORRELATED = file(
  M1,
  '<correlationProperty id="cp"><correlationPropertyRetrievalExpression messageRef="m1"><messagePath>order.id</messagePath></correlationPropertyRetrievalExpression></correlationProperty>',
  '<collaboration id="co"><participant id="P" processRef="orders" /><correlationKey id="ck"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>',
  process(
    'orders',
    '<correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="cp"><dataPath>myOrder</dataPath></correlationPropertyBinding></correlationSubscription>',
    '<startEvent id="S" />',
    element('intermediateCatchEvent', 'C', message('m1')),
    '<userTask id="T" /><endEvent id="E" />',
    path('S', 'C', 'T', 'E'),
  ),
);
