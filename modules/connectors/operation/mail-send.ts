import { z } from 'zod';
import { defineOperation } from '../../../engine/port/module-contract.ts';

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]{2,}$/;
const MAX_RECIPIENTS = 50;
const MAX_ATTACHMENTS = 10;
/** Base64 characters of all that is attached: about 1.5 MB. */
const MAX_ATTACHED = 2_000_000;

const address = z.string().max(320).regex(ADDRESS, 'Expected a mail address');

/** `connectors.mail.send`: puts a mail into the outbox in the step's transaction; it leaves after the commit, under the operation's key. */
export const mailSend = defineOperation({
  topic: 'connectors.mail.send',
  title: { en: 'Send mail', es: 'Enviar correo', cs: 'Odeslat e-mail', ru: 'Отправить письмо', ka: 'წერილის გაგზავნა' },
  description: {
    en: 'Sends a mail to any addresses. It leaves only when the step has been committed.',
    es: 'Envía un correo a cualquier dirección. Sale solo cuando el paso está confirmado.',
    cs: 'Pošle e-mail na libovolné adresy. Odejde až po potvrzení kroku.',
    ru: 'Отправляет письмо на любые адреса. Оно уходит только после фиксации шага.',
    ka: 'აგზავნის წერილს ნებისმიერ მისამართზე. იგზავნება მხოლოდ ნაბიჯის დადასტურების შემდეგ.',
  },
  icon: 'mail-forward',
  input: z.object({
    to: z.union([address, z.array(address).min(1).max(MAX_RECIPIENTS)]).describe('An address, or a list of them'),
    subject: z.string().min(1).max(500),
    body: z.string().max(100_000),
    attachments: z
      .array(z.object({ name: z.string().regex(/^[^/\\\r\n]{1,200}$/u), contentType: z.string().max(200).nullish(), content: z.base64() }))
      .max(MAX_ATTACHMENTS)
      .refine((all) => all.reduce((size, each) => size + each.content.length, 0) <= MAX_ATTACHED, 'Expected smaller attachments')
      .nullish()
      .describe('[{name, contentType, content}] with content in base64'),
  }),
  output: z.object({ recipients: z.number().int() }),
  errors: [],
  transactional: true,
  async run(context, { to, subject, body, attachments }) {
    const recipients = typeof to === 'string' ? [to] : to;
    await context.sendOutside({
      kind: 'mail',
      dedupeKey: context.idempotencyKey,
      payload: {
        to: recipients.join(', '),
        subject,
        body,
        ...(attachments === null || attachments === undefined
          ? {}
          : { attachments: attachments.map(({ name, contentType, content }) => ({ name, contentType: contentType ?? null, content })) }),
      },
    });
    return { recipients: recipients.length };
  },
});
