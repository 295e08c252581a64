import { initialNodesOf } from '../../container/begin-content.ts';
import type { MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

/** A sequential ad-hoc sub-process counts the activities that it has begun: they must be the first ones of the other definition too. */
export const adHocOrder: MigrationRule = ({ source, target, mapping, active }) =>
  active.flatMap((element) => {
    if (element.source.kind !== 'adHocSubProcess' || element.target?.kind !== 'adHocSubProcess') return [];
    const [before, after] = [element.source, element.target];
    if (before.ordering !== after.ordering)
      return [
        problem('AD_HOC_CHANGED', before.id, `Expected "${after.id}" to be ${before.ordering} as before, but it is ${after.ordering}.`),
      ];
    const counts = element.instances.map(({ data }) => (typeof data['begun'] === 'number' ? data['begun'] : 0));
    const begun = initialNodesOf(source, before.id).slice(0, Math.max(0, ...counts));
    const first = initialNodesOf(target, after.id);
    const isSame = begun.every((id, index) => mapping.get(id) === first[index]);
    if (isSame) return [];
    return [
      problem(
        'AD_HOC_CHANGED',
        before.id,
        `Expected "${after.id}" to begin with ${begun.join(', ')} as before, but it begins with ${first.join(', ')}.`,
      ),
    ];
  });
