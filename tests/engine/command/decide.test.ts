import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCommand } from '../../../engine/command/check.ts';
import { decideCommand } from '../../../engine/command/decide-decision.ts';
import type { JsonObject } from '../../../engine/model/index.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../expression/decision-fixture/${name}`, import.meta.url));

describe('lanework decide', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'decide-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function decide(file: string, decision: string, input: JsonObject | string, ...further: readonly string[]) {
    const path = join(folder, 'input.json');
    await writeFile(path, typeof input === 'string' ? input : JSON.stringify(input));
    const [out, err]: [string[], string[]] = [[], []];
    const status = await decideCommand([file, decision, path, ...further], {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
    });
    return { status, out, findings: err.map((line): unknown => JSON.parse(line)) };
  }

  it('prints the result and nothing else when all is well', async () => {
    expect(await decide(fixture('boxed.dmn'), 'filter', { scores: [1, 5] })).to.deep.equal({
      status: 0,
      out: ['{"result":[5]}'],
      findings: [],
    });
  });

  it('takes the name of a decision as well as its id', async () => {
    expect((await decide(fixture('boxed.dmn'), 'filter a relation', {})).out).to.deep.equal(['{"result":[{"sku":"B","unit price":15}]}']);
    expect((await decide(fixture('boxed.dmn'), 'filterRelation', {})).out).to.deep.equal(['{"result":[{"sku":"B","unit price":15}]}']);
  });

  it('finds imported models beside the file', async () => {
    const input = { order: { pieces: 2, 'unit price': 1 }, express: false };
    expect(await decide(fixture('shop.dmn'), 'Total', input)).to.deep.include({ status: 0, out: ['{"result":2}'] });
  });

  it('takes imported models as further arguments', async () => {
    const { readFile } = await import('node:fs/promises');
    const alone = join(folder, 'shop.dmn');
    await writeFile(alone, await readFile(fixture('shop.dmn')));
    const input = { order: { pieces: 2, 'unit price': 1 }, express: false };
    const without = await decide(alone, 'Total', input);
    expect(without).to.deep.include({ status: 2, out: [] });
    expect(without.findings[0]).to.deep.include({ rule: 'dmn-import', line: 3 });
    expect(await decide(alone, 'Total', input, fixture('prices.dmn'))).to.deep.include({ status: 0, out: ['{"result":2}'] });
  });

  it('is preceded by checks that follow imports', async () => {
    const check = async (...files: readonly string[]): Promise<number> =>
      checkCommand(files, { out: () => undefined, err: () => undefined });
    expect(await check(fixture('shop.dmn'))).to.equal(0);
    expect(await check(join(folder, 'shop.dmn'))).to.equal(2);
    expect(await check(join(folder, 'shop.dmn'), fixture('prices.dmn'))).to.equal(0);
  });

  it('tells of a missing input with element and line, and gives null for it', async () => {
    const { status, out, findings } = await decide(fixture('boxed.dmn'), 'filter', {});
    expect({ status, out }).to.deep.equal({ status: 0, out: ['{"result":null}'] });
    expect(findings[0]).to.deep.include({ rule: 'dmn-missing-input', element: 'i_scores', line: 12, severity: 'warning' });
  });

  it('tells of an input of the wrong type', async () => {
    const { status, out, findings } = await decide(fixture('boxed.dmn'), 'filter', { scores: ['many'] });
    expect({ status, out }).to.deep.equal({ status: 1, out: ['{"result":null}'] });
    expect(findings[0]).to.deep.include({ rule: 'dmn-input-type', severity: 'error', element: 'i_scores', line: 12 });
  });

  it('names the decisions of the file when it has not the one that is asked for', async () => {
    const { status, findings } = await decide(fixture('lending.dmn'), 'Loan', {});
    expect(status).to.equal(2);
    expect(JSON.stringify(findings[0])).to.include('Routing');
  });

  it('evaluates a decision beside one that is broken, and refuses the broken one', async () => {
    const file = join(folder, 'half.dmn');
    const decision = (id: string, text: string): string =>
      `<decision id="${id}" name="${id}"><variable name="${id}"/><literalExpression><text>${text}</text></literalExpression></decision>`;
    await writeFile(
      file,
      `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="_h" name="h" namespace="h">${decision('good', '1 + 1')}${decision('bad', '1 +')}</definitions>`,
    );
    expect(await decide(file, 'good', {})).to.deep.include({ status: 0, out: ['{"result":2}'] });
    const bad = await decide(file, 'bad', {});
    expect(bad.status).to.equal(2);
    expect(bad.findings[0]).to.deep.include({ rule: 'feel-syntax', element: 'bad' });
  });

  describe('with a file in which not all is as it should be', () => {
    const literal = (id: string, name: string, text: string): string =>
      `<decision id="${id}" name="${name}"><variable name="${name}"/><literalExpression><text>${text}</text></literalExpression></decision>`;
    const write = async (...decisions: readonly string[]): Promise<string> => {
      const file = join(folder, 'model.dmn');
      await writeFile(
        file,
        `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="_m" name="m" namespace="m">${decisions.join('')}</definitions>`,
      );
      return file;
    };

    it('gives null for a decision without logic, and for the one that asks for it what it makes of null', async () => {
      const user = literal('user', 'user', 'empty = null').replace(
        '<literal',
        '<informationRequirement><requiredDecision href="#empty"/></informationRequirement><literal',
      );
      const file = await write('<decision id="empty" name="empty"><variable name="empty"/></decision>', user);
      const empty = await decide(file, 'empty', {});
      expect(empty).to.deep.include({ status: 0, out: ['{"result":null}'] });
      expect(empty.findings[0]).to.deep.include({ rule: 'dmn-no-logic', element: 'empty', severity: 'warning' });
      expect(await decide(file, 'user', {})).to.deep.include({ status: 0, out: ['{"result":true}'] });
      expect(await decide(file, 'user', { empty: 'decided' })).to.deep.include({ status: 0, out: ['{"result":false}'] });
      expect(await decide(file, 'empty', { empty: 'decided' })).to.deep.include({ out: ['{"result":"decided"}'] });
    });

    it('shows ranges and functions as FEEL writes them', async () => {
      const file = await write(literal('shown', 'shown', '{r: [1..5), s: [&gt;= 2], f: function(x) x}'));
      expect(await decide(file, 'shown', {})).to.deep.include({
        status: 0,
        out: ['{"result":{"r":"[1..5)","s":["(>= 2)"],"f":"function(x)"}}'],
      });
    });

    it('refuses a name that two decisions have, and takes their ids', async () => {
      const file = await write(literal('one', 'twin', '1'), literal('two', 'twin', '2'));
      const both = await decide(file, 'twin', {});
      expect(both).to.deep.include({ status: 2, out: [] });
      expect(both.findings[0]).to.deep.include({ found: '2 of this name; name one of the ids one, two' });
      expect(await decide(file, 'two', {})).to.deep.include({ status: 0, out: ['{"result":2}'] });
    });
  });

  it('says what was expected of an input and what was found', async () => {
    const { findings } = await decide(fixture('boxed.dmn'), 'filter', { scores: ['many'] });
    expect(findings[0]).to.deep.include({ found: '["many"]' });
    const unread = await decide(fixture('boxed.dmn'), 'filter', 'no JSON');
    expect(unread.findings[0])
      .to.have.property('found')
      .that.matches(/^Unexpected token/);
  });

  it('refuses an input that is no JSON object', async () => {
    expect((await decide(fixture('boxed.dmn'), 'filter', '[1]')).status).to.equal(2);
    expect((await decide(fixture('boxed.dmn'), 'filter', '{')).status).to.equal(2);
  });

  it('fails for knowledge that calls itself without end', async () => {
    expect(await decide(fixture('boxed.dmn'), 'endless', {})).to.deep.include({ status: 1, out: [] });
  });
});
