import { Router, type Response } from 'express';
import { v7 } from 'uuid';
import { z } from 'zod';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import type { Actor } from '../../../engine/port/module-contract.ts';
import type { ModuleServices } from '../../../engine/port/module.ts';
import { READERS } from '../../base/index.ts';

/** Most messages and interactions of one answer, newest first. */
const MAX_ITEMS = 200;

/** A message is as far as its outbox row is. Mail that no server takes is kept here: the mailbox is where it arrives. */
const MAILBOX = `
  SELECT message.id, message.address AS "to", message.subject, message.body, message.customer_id AS "customerId", customer.name AS "customerName",
         CASE outbox.state WHEN 'kept' THEN 'delivered' ELSE coalesce(outbox.state, 'pending') END AS state, message.created_at AS "createdAt", outbox.sent_at AS "sentAt",
         message.process_instance_id AS "processInstanceId"
    FROM crm.message LEFT JOIN crm.customer ON customer.id = message.customer_id LEFT JOIN outbox ON outbox.dedupe_key = message.dedupe_key
   ORDER BY message.created_at DESC, message.id DESC LIMIT ${MAX_ITEMS}`;

const INTERACTIONS = `
  SELECT interaction.id, kind, happened_at AS "happenedAt", interaction.customer_id AS "customerId", contact_id AS "contactId", deal_id AS "dealId", subject, body,
         interaction.created_by AS "createdBy", contact.name AS "contactName", deal.title AS "dealTitle"
    FROM crm.interaction LEFT JOIN crm.contact ON contact.id = contact_id LEFT JOIN crm.deal ON deal.id = deal_id
   WHERE ($1::uuid IS NULL OR interaction.customer_id = $1 OR contact.customer_id = $1 OR deal.customer_id = $1)
   ORDER BY happened_at DESC, interaction.id DESC LIMIT ${MAX_ITEMS}`;

const newInteraction = z
  .strictObject({
    kind: z.enum(['meeting', 'call_in', 'call_out', 'sms', 'email', 'note']),
    happenedAt: z.iso.datetime({ offset: true }).nullish(),
    customerId: z.guid().nullish(),
    contactId: z.guid().nullish(),
    dealId: z.guid().nullish(),
    subject: z.string().trim().min(1).max(500),
    body: z.string().max(100_000).default(''),
  })
  .refine((value) => value.customerId != null || value.contactId != null || value.dealId != null, {
    path: ['customerId'],
    message: 'Expected a customer, a contact or a deal, but there is none',
  });

/** Routes of the CRM beside its records: the mailbox and the timeline with a customer. */
export function crmRoutes(services: ModuleServices): Router {
  const router = Router();

  router.get('/mailbox', async (_request, response) => {
    expectReader(response);
    const { rows } = await services.pool.query<object>(MAILBOX);
    response.json({ items: rows, nextCursor: null });
  });

  router.get('/interactions', async (request, response) => {
    expectReader(response);
    const { customerId } = parse(z.object({ customerId: z.guid().optional() }), request.query);
    const { rows } = await services.pool.query<object>(INTERACTIONS, [customerId ?? null]);
    response.json({ items: rows, nextCursor: null });
  });

  router.post('/interactions', async (request, response) => {
    const actor = expectReader(response);
    const { kind, happenedAt, customerId, contactId, dealId, subject, body } = parse(newInteraction, request.body);
    const id = v7();
    try {
      await services.transaction((sql) =>
        sql.query(
          `INSERT INTO crm.interaction (id, kind, happened_at, customer_id, contact_id, deal_id, subject, body, created_by, updated_by)
           VALUES ($1, $2, coalesce($3, now()), $4, $5, $6, $7, $8, $9, $9)`,
          [id, kind, happenedAt ?? null, customerId ?? null, contactId ?? null, dealId ?? null, subject, body, actor.id],
        ),
      );
    } catch (error) {
      throw error instanceof Error && 'code' in error && error.code === '23503'
        ? new HttpProblem(422, 'VALIDATION_FAILED', 'Expected an existing customer, contact or deal, but one of them does not exist.')
        : error;
    }
    services.changes?.publish({ topic: 'record', id, recordType: 'crm.interaction' });
    response.status(201).json({ id });
  });

  return router;
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  throw new HttpProblem(422, 'VALIDATION_FAILED', errors[0]?.message ?? 'Expected other input, but found this.', { errors });
}

/** The signed-in person must be one who works here; the HTTP layer has put him into the locals. */
function expectReader(response: Response): Actor {
  const actor = response.locals['actor'] as Actor;
  if (!actor.roles.some((role) => READERS.some((reader) => reader === role)))
    throw new HttpProblem(403, 'FORBIDDEN', 'Expected a role that may read business records, but there is none.');
  return actor;
}
