import { docsPage, docsScript, docsStyle } from '../docs-page.ts';
import { openApiDocument } from '../openapi.ts';
import { defineRoute, raw, type Route } from '../route.ts';

/** The description of the API, generated from the given routes, and a page to try them. */
export function documentationRoutes(routes: readonly Route[], version: string): readonly Route[] {
  let document: string | null = null;
  const describe = (): string => (document ??= JSON.stringify(openApiDocument(routes, version)));
  const served = (path: string, summary: string, mediaType: string, content: () => string): Route =>
    defineRoute({
      method: 'get',
      path,
      summary,
      access: 'public',
      answer: raw(mediaType),
      handle: async ({ response }) => {
        response.type(mediaType).set('Cache-Control', 'no-cache').send(content());
      },
    });
  return [
    served('/openapi.json', 'This description (OpenAPI 3.1)', 'application/json', describe),
    served('/docs', 'The operations as a page to read and try', 'text/html', () => docsPage),
    served('/docs/page.js', 'Script of the page', 'text/javascript', () => docsScript),
    served('/docs/page.css', 'Style of the page', 'text/css', () => docsStyle),
  ];
}
