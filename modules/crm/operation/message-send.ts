import { v7 } from 'uuid';
import { z } from 'zod';
import { BusinessError, defineOperation, type OperationContext } from '../../../engine/port/module-contract.ts';
import { refusals } from './shared/refusal.ts';

const MAIL_ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]{2,}$/;

/** `crm.message.send`: puts a mail into the outbox; it leaves after the step has committed, once. */
export const messageSend = defineOperation({
  topic: 'crm.message.send',
  title: { en: 'Send message', es: 'Enviar mensaje', cs: 'Odeslat zprávu', ru: 'Отправить сообщение', ka: 'შეტყობინების გაგზავნა' },
  description: {
    en: 'Writes a mail to the customer or to an address. It leaves only when the step has been committed.',
    es: 'Escribe un correo al cliente o a una dirección. Sale solo cuando el paso está confirmado.',
    cs: 'Napíše e-mail zákazníkovi nebo na adresu. Odejde až po potvrzení kroku.',
    ru: 'Пишет письмо клиенту или на адрес. Оно уходит только после фиксации шага.',
    ka: 'წერს წერილს კლიენტს ან მისამართზე. იგზავნება მხოლოდ ნაბიჯის დადასტურების შემდეგ.',
  },
  icon: 'mail-forward',
  input: z.object({
    customerId: z.uuid().nullish(),
    address: z.string().max(320).nullish(),
    subject: z.string().min(1).max(500),
    body: z.string().max(100_000),
    template: z.string().max(100).nullish(),
  }),
  output: z.object({ messageId: z.uuid(), address: z.string() }),
  errors: refusals('OPTED_OUT', 'ADDRESS_INVALID', 'NOT_FOUND'),
  transactional: true,
  async run(context, input) {
    const recipient = await findRecipient(context, input.customerId ?? null, input.address ?? null);
    const messageId = v7();
    await context.sql.query(
      `INSERT INTO crm.message (id, customer_id, address, subject, body, template, dedupe_key, created_at, created_by, updated_at, updated_by, process_instance_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $9, $10)`,
      [
        messageId,
        input.customerId ?? null,
        recipient,
        input.subject,
        input.body,
        input.template ?? null,
        context.idempotencyKey,
        context.now,
        context.actor.id,
        context.processInstanceId,
      ],
    );
    await context.sendOutside({
      kind: 'mail',
      dedupeKey: context.idempotencyKey,
      payload: { messageId, to: recipient, subject: input.subject, body: input.body },
    });
    return { messageId, address: recipient };
  },
});

async function findRecipient(context: OperationContext, customerId: string | null, address: string | null): Promise<string> {
  const customer = customerId === null ? null : await findCustomer(context, customerId);
  if (customer?.mail_opt_out === true) {
    throw new BusinessError('OPTED_OUT', `Expected a customer who accepts mail, but ${customer.name} has opted out`, { customerId });
  }
  const recipient = (address ?? customer?.email ?? '').trim();
  if (!MAIL_ADDRESS.test(recipient))
    throw new BusinessError('ADDRESS_INVALID', `Expected a mail address, but found "${recipient}"`, { address: recipient });
  const { rows: refused } = await context.sql.query(
    "SELECT 1 FROM crm.contact_point WHERE channel = 'email' AND normalized = lower($1) AND consent = 'refused' LIMIT 1",
    [recipient],
  );
  if (refused.length > 0)
    throw new BusinessError('OPTED_OUT', `Expected an address that accepts mail, but ${recipient} has refused`, { address: recipient });
  return recipient;
}

async function findCustomer(
  context: OperationContext,
  customerId: string,
): Promise<{ name: string; email: string | null; mail_opt_out: boolean }> {
  const {
    rows: [customer],
  } = await context.sql.query<{ name: string; email: string | null; mail_opt_out: boolean }>(
    'SELECT name, email, mail_opt_out FROM crm.customer WHERE id = $1::uuid',
    [customerId],
  );
  if (customer === undefined) throw new BusinessError('NOT_FOUND', `Expected customer ${customerId}, but there is none`, { customerId });
  return customer;
}
