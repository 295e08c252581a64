import { registerNamespace } from '../kit/i18n/registry.ts';
import { useText } from '../kit/i18n/use-text.ts';

registerNamespace('designer', {
  en: () => import('./locale/en.json', { with: { type: 'json' } }),
  es: () => import('./locale/es.json', { with: { type: 'json' } }),
  cs: () => import('./locale/cs.json', { with: { type: 'json' } }),
  ru: () => import('./locale/ru.json', { with: { type: 'json' } }),
  ka: () => import('./locale/ka.json', { with: { type: 'json' } }),
});

/** The texts of the designer. */
export function useDesignerText(): ReturnType<typeof useText> {
  return useText('designer');
}
