import { expect } from 'chai';
import { RULE_CATALOGUE } from '../../../engine/parse/index.ts';
import { readSourceFiles } from '../../support/source-files.ts';

/** Rule ids that findings carry in the source: `rule: '...'`, and the second argument of the makers of findings. */
const RULE_IN_SOURCE =
  /(?:\brule: '([a-z-]+)'|\b(?:about|aboutElement|problem)\(\s*(?:context|resource),\s*'([a-z-]+)'|\bours\('([a-z-]+)'|\bfrom\(\s*'[^']*',\s*'([a-z-]+)')/g;

describe('the catalogue of rules', () => {
  const ids = RULE_CATALOGUE.map((rule) => rule.id);

  it('has every id once', () => {
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).to.deep.equal([]);
  });

  it('has every rule that a finding of the parser or the deployment names', () => {
    const sources = readSourceFiles('engine', ['parse', 'runtime']).filter((file) => !file.path.includes('/runtime/evaluation/'));
    const matches = sources.flatMap((file) => [...file.text.matchAll(RULE_IN_SOURCE)]);
    const found = new Set(matches.map((match) => match.slice(1).find((id) => id !== undefined) ?? ''));
    expect(found.size).to.be.at.least(60);
    expect([...found].filter((id) => !ids.includes(id))).to.deep.equal([]);
  });

  it('says of every rule where it comes from, and the rule as a sentence', () => {
    for (const rule of RULE_CATALOGUE) {
      expect(rule.id).to.match(/^[a-z]+(-[a-z]+)*$/);
      expect(rule.section, rule.id).to.match(/^(BPMN 2\.0\.2, \d|DMN 1\.5, \d|XML 1\.0, \d|Namespaces in XML 1\.0, \d|Lanework$)/);
      expect(rule.statement, rule.id).to.match(/^[A-Z].*\.$/);
    }
  });
});
