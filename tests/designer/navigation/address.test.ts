import { expect } from 'chai';
import { pickLanguage, regional } from '../../../designer/kit/i18n/languages.ts';
import { parseSearch, stringifySearch } from '../../../designer/kit/navigation/search.ts';

describe('the address of a page', () => {
  it('keeps texts as texts, also those that look like numbers or JSON', () => {
    expect(parseSearch('?search=007&f.status=true&x=%7B%7D')).to.deep.equal({ search: '007', 'f.status': 'true', x: '{}' });
  });

  it('leaves out what is not set, and reads back what it wrote', () => {
    expect(stringifySearch({ a: '', b: null, c: undefined })).to.equal('');
    const search = { search: 'café & co', sort: '-dueAt' };
    expect(parseSearch(stringifySearch(search))).to.deep.equal(search);
  });
});

describe('the language', () => {
  it('is the first wanted one that the application has', () => {
    expect(pickLanguage([null, 'de-DE', 'cs-CZ', 'en'])).to.equal('cs');
    expect(pickLanguage(['de'])).to.equal('en');
    expect(pickLanguage(['__proto__', 'constructor'])).to.equal('en');
  });

  it('takes the region that the browser names for it', () => {
    expect(regional('en', ['cs-CZ', 'en-GB'])).to.equal('en-GB');
    expect(regional('ka', ['en-GB'])).to.equal('ka');
  });
});
