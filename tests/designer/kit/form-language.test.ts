import { expect } from 'chai';
import { translateForm } from '../../../designer/kit/ui/form-language.ts';

const form = {
  type: 'default',
  translations: { cs: { Picked: 'Vychystáno', 'Own van': 'Vlastní dodávka', note: 'poznámka' } },
  components: [
    { type: 'number', key: 'Picked', label: 'Picked' },
    { type: 'group', components: [{ type: 'select', key: 'carrier', label: 'Carrier', values: [{ value: 'Own van', label: 'Own van' }] }] },
  ],
};

describe('a form in a language', () => {
  it('has its labels translated at every depth, and its keys and values left alone', () => {
    expect(translateForm(form, 'cs')['components']).to.deep.equal([
      { type: 'number', key: 'Picked', label: 'Vychystáno' },
      {
        type: 'group',
        components: [{ type: 'select', key: 'carrier', label: 'Carrier', values: [{ value: 'Own van', label: 'Vlastní dodávka' }] }],
      },
    ]);
  });

  it('is the form itself when it has no translation', () => {
    expect(translateForm(form, 'ka')).to.equal(form);
    expect(translateForm({ type: 'default' }, 'cs')).to.deep.equal({ type: 'default' });
  });
});
