const start = (variables: object = {}): object => ({ start: { process: 'process', variables } });
const complete = (element: string, variables: object = {}): object => ({ complete: { element, variables } });
const completed = (more: object = {}): object => ({ status: 'completed', incidents: [], ...more });

const STAGES = ['register', 'assess', 'price', 'offer', 'sign', 'deliver', 'invoice', 'collect', 'archive'];

/** What happens to each fixture, by name, or by dialect and name where the dialects differ. */
export const FOREIGN_CASES: Readonly<Record<string, object>> = {
  'java-work': {
    stubs: { 'com.acme.ChargeCard': [{ output: { charged: true } }], shipGoods: [{ output: {} }], 'invoices.send': [{ output: {} }] },
    steps: [start({ order: 1 })],
    expect: completed({ variables: { order: 1, charged: true }, visited: ['byClass', 'byDelegate', 'byCall', 'end'] }),
  },
  'computing-expression': {
    steps: [start({ price: 30, quantity: 4 })],
    expect: completed({ variables: { total: 120, big: true } }),
  },
  conditions: {
    steps: [
      { ...start({ amount: 1000, blocked: false, list: [], kind: 'x' }), expect: { visited: ['a'], notVisited: ['b', 'c', 'd'] } },
      { ...start({ amount: 1, blocked: false, list: [], kind: 'x' }), expect: { visited: ['a', 'b'], notVisited: ['c', 'd'] } },
      { ...start({ amount: 1, blocked: false, list: ['o', 'p'], kind: 'x' }), expect: { visited: ['a', 'b', 'c'], notVisited: ['d'] } },
      start({ amount: 1, blocked: false, list: ['o'], kind: 'y' }),
    ],
    expect: { visited: ['a', 'b', 'c', 'd'], incidents: [] },
  },
  people: {
    steps: [start({ boss: 'eve', group: 'office' }), complete('task')],
    expect: completed(),
  },
  'form-fields': { steps: [start(), complete('task'), complete('fields', { amount: 7 })], expect: completed() },
  'form-properties': {
    steps: [start({ customer: 'ACME' }), complete('task', { amount: 7 })],
    expect: completed({ visited: ['task'] }),
  },
  'multi-instance': {
    steps: [start({ voters: ['ann', 'bob', 'eve', 'joe'] }), complete('vote'), complete('vote')],
    expect: completed({ visited: ['count'], variables: { seen: 3 } }),
  },
  'call-activity': {
    steps: [start({ orderId: 'SO-1', amount: 4, secret: 1 }), complete('childTask', { answer: 'yes', other: 1 })],
    expect: completed({ variables: { result: 'yes', orderId: 'SO-1' } }),
  },
  scripts: {
    steps: [start({ price: 12, quantity: 5 })],
    expect: completed({ variables: { total: 70, label: 'sum: 60', high: true, grade: 'A', twice: 140 } }),
  },
  events: {
    stubs: { 'com.acme.Work': [{ error: 'BROKEN', message: 'no paper' }] },
    steps: [start({ orderId: 7, limit: 'PT1H' }), { advance: 'PT1H' }, complete('task'), { message: { name: 'paid-7', variables: {} } }],
    expect: completed({ visited: ['lateEnd', 'failedEnd'], notVisited: ['end'], variables: { code: 'BROKEN' } }),
  },
  listeners: { steps: [start(), complete('task')], expect: completed() },
  'system-tasks': {
    stubs: { mail: [{ output: {} }] },
    steps: [start({ customer: { mail: 'a@example.org', name: 'Ann' } })],
    expect: completed(),
  },
  'external-and-connector': {
    stubs: { 'charge-card': [{ output: { charged: 5 } }], 'http-connector': [{ output: {} }] },
    steps: [start({ order: { id: 1, total: 5, kind: 'x' } })],
    expect: completed({ variables: { paid: 5 } }),
  },
  'camunda/decision': {
    steps: [start({ which: 'process' }), complete('decide')],
    expect: { status: 'failed', incidents: [{ element: 'call', code: 'CALLED_PROCESS_NOT_FOUND' }] },
  },
  'flowable/decision': {
    stubs: { http: [{ output: {} }], pick: [{ output: {} }], 'send-event': [{ output: {} }] },
    steps: [start({ id: 1 }), complete('decide')],
    expect: completed(),
  },
  'activiti/decision': {
    stubs: { shell: [{ output: {} }] },
    steps: [start(), complete('decide'), { advance: 'PT1H' }],
    expect: completed(),
  },
  'process-attributes': { steps: [start()], expect: completed({ visited: ['subEnd'] }) },
  'large-case': {
    stubs: Object.fromEntries(STAGES.map((stage) => [`${stage}Delegate`, [{ output: {} }]])),
    steps: [
      start({ approved: true, amount: 450, caseNumber: 17, ...Object.fromEntries(STAGES.map((stage) => [`${stage}Flag`, 'yes'])) }),
      ...STAGES.map((stage) => complete(`${stage}Check`)),
    ],
    expect: completed({
      visited: ['registerWork', 'signWork', 'archiveCheck', 'end'],
      notVisited: ['deliverWork', 'archiveWork'],
      variables: { signNote: 'sign 17' },
    }),
  },
};
