import type { LocalizedText } from '../../engine/port/module-contract.ts';

/** The pipeline that a new installation starts with. */
export const DEFAULT_PIPELINE_ID = '00000000-0000-7000-8000-000000000201';

/** One stage of a pipeline. `requiredFields` are columns of the deal that must be filled before the stage is entered. */
export interface Stage {
  readonly key: string;
  readonly name: LocalizedText;
  readonly kind: 'open' | 'won' | 'lost';
  readonly probability: number;
  readonly requiredFields: readonly string[];
}

/** Stages of the default pipeline in their order. */
export const STAGES: readonly Stage[] = [
  { key: 'new', kind: 'open', probability: 10, requiredFields: [], name: { en: 'New', es: 'Nuevo', cs: 'Nový', ru: 'Новая', ka: 'ახალი' } },
  {
    key: 'qualified',
    kind: 'open',
    probability: 25,
    requiredFields: [],
    name: { en: 'Qualified', es: 'Cualificado', cs: 'Kvalifikovaný', ru: 'Квалифицирована', ka: 'შეფასებული' },
  },
  {
    key: 'offer',
    kind: 'open',
    probability: 50,
    requiredFields: ['amount'],
    name: { en: 'Offer', es: 'Oferta', cs: 'Nabídka', ru: 'Предложение', ka: 'შეთავაზება' },
  },
  {
    key: 'negotiation',
    kind: 'open',
    probability: 75,
    requiredFields: ['amount', 'expected_close'],
    name: { en: 'Negotiation', es: 'Negociación', cs: 'Vyjednávání', ru: 'Переговоры', ka: 'მოლაპარაკება' },
  },
  {
    key: 'won',
    kind: 'won',
    probability: 100,
    requiredFields: ['amount'],
    name: { en: 'Won', es: 'Ganado', cs: 'Vyhráno', ru: 'Выиграна', ka: 'მოგებული' },
  },
  {
    key: 'lost',
    kind: 'lost',
    probability: 0,
    requiredFields: [],
    name: { en: 'Lost', es: 'Perdido', cs: 'Prohráno', ru: 'Проиграна', ka: 'წაგებული' },
  },
];
