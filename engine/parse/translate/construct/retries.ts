import type { XmlElement } from '../../xml/tree.ts';
import type { Translation, Verdict } from '../translation.ts';

/** Attempts of a job where only the back-off is known. */
const DURATION = /^P(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?$/;

/** Attempts and time between them out of `R3/PT10M` or `PT1M,PT5M,PT1H`; null for anything else. */
export function retryPlan(text: string): { readonly retries: string; readonly backoff: string } | null {
  const repeated = /^R(\d+)\/(P.+)$/.exec(text.trim());
  if (repeated !== null && DURATION.test(repeated[2] ?? '')) return { retries: repeated[1] ?? '3', backoff: repeated[2] ?? '' };
  const steps = text.split(',').map((step) => step.trim());
  // The first attempt is not one of the waits.
  return steps.every((step) => step.length > 1 && DURATION.test(step))
    ? { retries: String(steps.length + 1), backoff: steps.join(',') }
    : null;
}

/** `failedJobRetryTimeCycle`: attempts and back-off of a job. Without a job there is nothing to repeat. Comes after the job is known. */
export function retries(translation: Translation, owner: XmlElement): void {
  for (const element of translation.extensions(owner, 'failedJobRetryTimeCycle')) {
    translation.say(owner, element, verdictOf(translation, owner, element.text));
  }
}

function verdictOf(translation: Translation, owner: XmlElement, text: string): Verdict {
  if (!translation.on(owner).willHave('zeebe:taskDefinition')) return { outcome: 'dropped', advice: 'transaction' };
  const plan = retryPlan(text);
  if (plan === null) return { outcome: 'attention', advice: 'retries' };
  translation.on(owner).put('zeebe:taskDefinition', { retries: plan.retries, 'lanework:retryBackoff': plan.backoff });
  return { outcome: 'converted', became: `retries="${plan.retries}" lanework:retryBackoff="${plan.backoff}"` };
}
