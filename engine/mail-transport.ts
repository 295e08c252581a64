import type { Transporter } from 'nodemailer';
import { z } from 'zod';
import type { OutboxHandler } from './runtime/outbox.ts';

/** Outbox effects of this kind are mail. */
export const MAIL_KIND = 'mail';

const attachment = z.object({ name: z.string(), contentType: z.string().nullable(), content: z.string() });
const mail = z.object({ to: z.string(), subject: z.string(), body: z.string(), attachments: z.array(attachment).default([]) });

/** Sends mail by SMTP, with the key of the effect as message id so that a receiver sees a repeated one; without a server it is kept. */
export function createMailHandler(smtpUrl: string | null, from: string): OutboxHandler {
  if (smtpUrl === null) return () => Promise.resolve('kept');
  let transport: Transporter | null = null;
  return async ({ dedupeKey, payload }) => {
    // Loaded with the first mail: most installations start without sending any.
    transport ??= (await import('nodemailer')).createTransport(smtpUrl);
    const { to, subject, body, attachments } = mail.parse(payload);
    const attached = attachments.map(({ name, contentType, content }) => ({
      filename: name,
      content,
      encoding: 'base64',
      ...(contentType === null ? {} : { contentType }),
    }));
    await transport.sendMail({
      from,
      to,
      subject,
      text: body,
      attachments: attached,
      messageId: `<${dedupeKey.replaceAll(/[^A-Za-z0-9.-]/g, '.')}@lanework>`,
    });
    return 'sent';
  };
}
