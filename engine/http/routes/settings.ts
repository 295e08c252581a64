import { LANGUAGES } from '../../port/authenticator.ts';
import { defineRoute, json } from '../route.ts';
import { settings } from '../schema/identity.ts';

/** What the sign-in page needs before anybody is signed in. */
export const settingsRoutes = [
  defineRoute({
    method: 'get',
    path: '/settings',
    summary: 'Version, languages and, in the demo, its people',
    access: 'public',
    answer: json(settings),
    async handle({ services: { config, identity } }) {
      const demoPeople = config.demo ? await identity.demoPeople() : [];
      return { demo: config.demo, demoPeople, languages: LANGUAGES, version: config.version };
    },
  }),
];
