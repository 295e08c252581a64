import { registerNamespace } from '../../../designer/kit/index.ts';

registerNamespace('connectors', {
  en: () => import('./locale/en.json', { with: { type: 'json' } }),
  es: () => import('./locale/es.json', { with: { type: 'json' } }),
  cs: () => import('./locale/cs.json', { with: { type: 'json' } }),
  ru: () => import('./locale/ru.json', { with: { type: 'json' } }),
  ka: () => import('./locale/ka.json', { with: { type: 'json' } }),
});
