import { expect } from 'chai';
import fc from 'fast-check';
import { JsonBytes } from '../../../engine/state/index.ts';

const SEED = Number(process.env['LANEWORK_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

function textOf(bytes: JsonBytes): string {
  const copy = new Uint8Array(bytes.length);
  bytes.copyTo(copy);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(copy);
}

describe(`JSON as bytes (seed ${SEED})`, () => {
  it('are the texts that JSON.stringify gives', () => {
    const bytes = new JsonBytes();
    const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ minLength: 290, maxLength: 9_000 }));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), anyText), { maxLength: 8 }), (values) => {
        bytes.begin();
        // Lone surrogates are escaped by JSON.stringify, so what is written is always well formed.
        for (const value of values) bytes.value(value as string);
        expect(textOf(bytes)).to.equal(values.map((value) => JSON.stringify(value)).join(''));
      }),
      { numRuns: 500, seed: SEED },
    );
  });

  it('keep every letter of the first 300 characters and of the others', () => {
    const bytes = new JsonBytes();
    for (let code = 0; code < 0x2_00; code += 1) {
      const text = `a${String.fromCharCode(code)}b`;
      bytes.begin();
      bytes.value(text);
      expect(textOf(bytes), `letter ${code}`).to.equal(JSON.stringify(text));
    }
    bytes.begin();
    bytes.value(`${'x'.repeat(299)}"ž`);
    expect(textOf(bytes)).to.equal(JSON.stringify(`${'x'.repeat(299)}"ž`));
  });

  it('can be cut, and begun anew after a text of many megabytes', () => {
    const bytes = new JsonBytes();
    const large = 'y'.repeat(3_000_000);
    bytes.raw('[');
    bytes.value(large);
    bytes.letter(93);
    expect(textOf(bytes)).to.equal(`["${large}"]`);
    bytes.cut(3);
    bytes.raw('"]');
    expect(textOf(bytes)).to.equal('["y"]');
    bytes.begin();
    bytes.value(['ok', null, 1.5, true]);
    expect(textOf(bytes)).to.equal('["ok",null,1.5,true]');
  });
});
