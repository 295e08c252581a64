import { z } from 'zod';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import { refusals } from './shared/refusal.ts';
import { revertStage } from './shared/stage.ts';

/** `crm.deal.stage.revert`: takes a deal back to its previous stage. */
export const dealStageRevert = defineOperation({
  topic: 'crm.deal.stage.revert',
  title: {
    en: 'Move deal back',
    es: 'Devolver negocio a la etapa anterior',
    cs: 'Vrátit obchod do předchozí fáze',
    ru: 'Вернуть сделку на прежний этап',
    ka: 'გარიგების წინა ეტაპზე დაბრუნება',
  },
  description: {
    en: 'Undoes the last stage change; the history keeps both moves.',
    es: 'Deshace el último cambio de etapa; el historial conserva ambos.',
    cs: 'Vrátí poslední změnu fáze; historie zachová oba přesuny.',
    ru: 'Отменяет последнюю смену этапа; в истории остаются оба перехода.',
    ka: 'აუქმებს ეტაპის ბოლო ცვლილებას; ისტორიაში ორივე რჩება.',
  },
  icon: 'stairs-down',
  input: z.object({ dealId: z.uuid() }),
  output: z.object({ dealId: z.uuid(), stage: z.string(), probability: z.string(), previousStage: z.string() }),
  errors: refusals('STAGE_FORBIDDEN', 'NOT_FOUND'),
  transactional: true,
  run: (context, { dealId }) => revertStage(context.sql, dealId, context.now, context.actor.id),
});
