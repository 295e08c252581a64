import type { XmlElement } from '../../xml/tree.ts';
import type { Translation } from '../translation.ts';

/** `decisionRef` of a business rule task. */
export function decision(translation: Translation, owner: XmlElement): void {
  const reference = translation.attribute(owner, 'decisionRef');
  if (reference === null) return;
  const { value, verdict } = translation.value(reference.value, 'zeebe:calledDecision decisionId');
  const result = translation.attribute(owner, 'resultVariable');
  if (value !== null) translation.on(owner).put('zeebe:calledDecision', { decisionId: value, resultVariable: result?.value ?? null });
  translation.say(owner, reference, verdict);
  if (result !== null)
    translation.say(owner, result, { outcome: 'converted', became: `zeebe:calledDecision resultVariable="${result.value}"` });
  const mapping = translation.attribute(owner, 'mapDecisionResult');
  if (mapping !== null)
    translation.say(
      owner,
      mapping,
      mapping.value === 'singleEntry'
        ? { outcome: 'converted', became: 'zeebe:calledDecision' }
        : { outcome: 'approximated', became: 'zeebe:calledDecision', advice: 'decision-result' },
    );
  const binding = translation.attribute(owner, 'decisionRefBinding');
  if (binding !== null) {
    const isLatest = binding.value === 'latest' || binding.value === 'deployment';
    translation.say(
      owner,
      binding,
      isLatest ? { outcome: 'converted', became: 'zeebe:calledDecision' } : { outcome: 'attention', advice: 'call-version' },
    );
  }
  for (const name of ['decisionRefVersion', 'decisionRefVersionTag']) {
    const attribute = translation.attribute(owner, name);
    if (attribute !== null) translation.say(owner, attribute, { outcome: 'attention', advice: 'call-version' });
  }
}
