import { HIGHEST_JOB_PRIORITY, LOWEST_JOB_PRIORITY } from '../../../model/index.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { hasExpression } from '../expression/index.ts';
import type { Translation, Verdict } from '../translation.ts';
import { carrierOf } from './job.ts';

const NAME = 'zeebe:jobPriorityDefinition';
const WHOLE_NUMBER = /^-?\d+$/;

/**
 * Priority of an external task, else of the job of an element or process. Elsewhere, as for the job of a timer, there is no job to put in order, and only a
 * word is said. Comes after the job is known.
 */
export function jobPriority(translation: Translation, owner: XmlElement): void {
  if (owner.local !== 'process' && !translation.on(owner).willHave('zeebe:taskDefinition')) return;
  const priority =
    translation.attribute(carrierOf(owner), 'taskPriority') ??
    translation.attribute(owner, 'taskPriority') ??
    translation.attribute(owner, 'jobPriority');
  if (priority === null) return;
  const { value, verdict } = hasExpression(priority.value)
    ? translation.value(priority.value, `${NAME} priority`)
    : fixed(priority.value.trim());
  if (value !== null) translation.on(owner).put(NAME, { priority: value });
  translation.say(owner, priority, verdict);
}

/** Elsewhere priorities have 64 bits. */
function fixed(written: string): { readonly value: string | null; readonly verdict: Verdict } {
  if (!WHOLE_NUMBER.test(written)) return { value: null, verdict: { outcome: 'attention', advice: 'expression' } };
  const value = String(Math.min(HIGHEST_JOB_PRIORITY, Math.max(LOWEST_JOB_PRIORITY, Number(written))));
  const became = `${NAME} priority="${value}"`;
  return {
    value,
    verdict: Number(value) === Number(written) ? { outcome: 'converted', became } : { outcome: 'approximated', became, advice: 'check' },
  };
}
