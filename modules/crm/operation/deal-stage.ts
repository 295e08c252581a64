import { z } from 'zod';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import { refusals } from './shared/refusal.ts';
import { changeStage } from './shared/stage.ts';

/** `crm.deal.stage`: moves a deal to another stage by the regulation of its pipeline. */
export const dealStage = defineOperation({
  topic: 'crm.deal.stage',
  title: {
    en: 'Move deal to stage',
    es: 'Mover negocio a etapa',
    cs: 'Přesunout obchod do fáze',
    ru: 'Перевести сделку на этап',
    ka: 'გარიგების ეტაპზე გადაყვანა',
  },
  description: {
    en: 'Checks what the stage requires, moves the deal and records the history.',
    es: 'Comprueba los requisitos de la etapa, mueve el negocio y registra el historial.',
    cs: 'Zkontroluje podmínky fáze, přesune obchod a zapíše historii.',
    ru: 'Проверяет требования этапа, переводит сделку и записывает историю.',
    ka: 'ამოწმებს ეტაპის მოთხოვნებს, გადაჰყავს გარიგება და ინახავს ისტორიას.',
  },
  icon: 'stairs-up',
  input: z.object({ dealId: z.uuid(), stage: z.string().min(1).max(60), reason: z.string().max(1000).nullish() }),
  output: z.object({ dealId: z.uuid(), stage: z.string(), probability: z.string(), previousStage: z.string() }),
  errors: refusals('STAGE_REQUIREMENT', 'STAGE_FORBIDDEN', 'REASON_REQUIRED', 'NOT_FOUND'),
  compensation: 'crm.deal.stage.revert',
  transactional: true,
  run: (context, { dealId, stage, reason }) =>
    changeStage(context.sql, { dealId, stage, reason: reason ?? null, now: context.now, actorId: context.actor.id }),
});
