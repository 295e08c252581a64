import { expect } from 'chai';
import { coreRoutes } from '../../engine/http/index.ts';
import type { Finding } from '../../engine/model/index.ts';
import { inWords, readCorpus } from '../corpus/corpus.ts';
import { type BadRequest, badRequests } from './bad-requests.ts';
import type { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { type Caller, createToken, inParallel, openWorkStage } from './work-stage.ts';

const AT_A_TIME = 8;
const LEAST_CASES = 500;
/** The catalogue of the fault servers has other operations than the files of these rules ask for. */
const FILES = readCorpus('invalid').filter(({ rule }) => !rule.startsWith('operation-'));

describe('Bad input, sent to a server process', function () {
  this.timeout(300_000);
  let stage: FaultStage;
  let callers: readonly Caller[];
  let token: string;
  const requests = badRequests(coreRoutes);
  const wrong: string[] = [];
  let insideFaults = 0;
  before(async () => {
    ({ stage, callers } = await openWorkStage({ servers: 1, diagrams: {} }));
    token = await createToken(stage, 'hostile');
  });
  after(() => stage.close());

  async function send({ method, path, raw, contentType }: BadRequest): Promise<{ readonly status: number; readonly code: unknown }> {
    const answer = await fetch(`${stage.servers[0]?.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(raw === null ? {} : { 'content-type': contentType }) },
      ...(raw === null ? {} : { body: raw }),
    });
    const text = await answer.text();
    const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') === true;
    return { status: answer.status, code: isProblem ? (JSON.parse(text) as { readonly code: unknown }).code : null };
  }

  it(`is refused with its code on every route (${requests.length} requests)`, async () => {
    await inParallel(requests.length, AT_A_TIME, async (index) => {
      const request = requests[index];
      if (request === undefined) return;
      const { status, code } = await send(request);
      if (status >= 500) insideFaults += 1;
      // What a person of these rights may not do at all is refused before its body is read.
      const isRight = request.code === null ? status < 500 : code === request.code || code === 'FORBIDDEN';
      if (!isRight) wrong.push(`${request.title}: ${status} ${String(code)} instead of ${request.code ?? 'a refusal'}`);
    });
    expect(wrong.slice(0, 20)).to.deep.equal([]);
  });

  it(`is refused in every file at its line and element (${FILES.length} diagrams and decisions)`, async () => {
    await inParallel(FILES.length, AT_A_TIME, async (index) => {
      const file = FILES[index];
      if (file === undefined) return;
      const name = file.path.split('/').at(-1) ?? '';
      const answer = await callers[0]?.post('/deployments', { resources: [{ name, content: file.content }] });
      if (answer === undefined || answer.status >= 500) insideFaults += 1;
      const findings = (answer?.body['findings'] ?? []) as readonly Finding[];
      const found = findings.filter(({ severity }) => severity === 'error').map(inWords);
      const expected = file.marks.filter(({ kind }) => kind !== 'warned').map(inWords);
      const missing = expected.filter((each) => !found.includes(each));
      // A file without any content is refused as a member of the request.
      const isNothing = file.rule === 'empty-file' && answer?.body['code'] === 'INPUT_INVALID';
      if (!isNothing && (answer?.status !== 422 || missing.length > 0))
        wrong.push(`${file.path}: ${answer?.status} without ${missing.join('; ')}`);
    });
    const cases = requests.length + FILES.length;
    const isMet = cases >= LEAST_CASES && insideFaults === 0 && wrong.length === 0;
    const figure = `${whole(cases)} cases: ${whole(wrong.length)} answered wrongly, ${insideFaults} with 5xx; ${whole(FILES.length)} files refused at line and element`;
    recordFigure({ row: 'badInput', figure, command: 'mocha tests/faults/bad-input.test.ts', seed: null, isMet });
    expect(wrong.slice(0, 20)).to.deep.equal([]);
    expect(
      await stage.count(`select count(*) as n from process_definition where process_id <> 'fault'`),
      'definitions that came through',
    ).to.equal(0);
    expect(isMet, figure).to.equal(true);
  });
});
