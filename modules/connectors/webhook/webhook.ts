import { z } from 'zod';
import type { ProofKind } from './proof.ts';

const MAX_NAME = 200;
const MAX_FEEL = 10_000;

const name = z.string().trim().min(1).max(MAX_NAME);
const feel = z.string().trim().min(1).max(MAX_FEEL);

/** What a webhook does with a call; `correlationKey` and `variables` are FEEL over `body`, `query`, `headers` and `deliveryId`. */
export const webhookSettings = z
  .strictObject({
    name,
    isActive: z.boolean().default(true),
    target: z.enum(['process', 'message']),
    /** Id of the process that starts, or name of the message. */
    targetName: name,
    correlationKey: feel.nullable().default(null),
    variables: feel.default('body'),
    proof: z.enum(['signature', 'token']),
  })
  .readonly();
export type WebhookSettings = z.output<typeof webhookSettings>;

/** A stored webhook, its secret included: never an answer as it is. */
export interface StoredWebhook extends WebhookSettings {
  readonly id: string;
  readonly proof: ProofKind;
  readonly secret: string;
}

export type DeliveryOutcome = 'started' | 'correlated' | 'collected' | 'buffered' | 'refused' | 'failed';

/** What became of a call. */
export interface Delivery {
  readonly deliveryId: string | null;
  readonly outcome: DeliveryOutcome;
  readonly message: string | null;
  readonly processInstanceId: string | null;
  readonly bodyBytes: number;
}
