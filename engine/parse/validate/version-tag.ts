import { text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** What is bound to a version tag says which; the latest version would be taken otherwise. */
export const versionTag: Rule = {
  id: 'version-tag',
  severity: 'error',
  section: 'Lanework',
  statement: 'A binding to a version tag names the tag, and a version tag has a value.',
  check: (context) =>
    context.executedElements.flatMap((element) => {
      const isBound = element.$type.startsWith('zeebe:') && text(element, 'bindingType')?.trim() === 'versionTag';
      const isTag = element.$type === 'zeebe:VersionTag';
      const value = text(element, isTag ? 'value' : 'versionTag')?.trim() ?? '';
      if ((!isBound && !isTag) || value !== '') return [];
      return [
        aboutElement(context, 'version-tag', element, {
          expected: isTag ? 'a version tag with a value' : 'the version tag to which the call is bound',
          found: 'none',
          mend: 'Write the version tag, or bind to the latest version.',
        }),
      ];
    }),
};
