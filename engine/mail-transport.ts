import type { Transporter } from 'nodemailer';
import { z } from 'zod';
import type { OutboxHandler } from './runtime/outbox.ts';

/** Outbox effects of this kind are mail. */
export const MAIL_KIND = 'mail';

const mail = z.object({ to: z.string(), subject: z.string(), body: z.string() });

/** Sends mail by SMTP, with the key of the effect as message id so that a receiver sees a repeated one; without a server it is kept. */
export function createMailHandler(smtpUrl: string | null, from: string): OutboxHandler {
  if (smtpUrl === null) return () => Promise.resolve('kept');
  let transport: Transporter | null = null;
  return async ({ dedupeKey, payload }) => {
    // Loaded with the first mail: most installations start without sending any.
    transport ??= (await import('nodemailer')).createTransport(smtpUrl);
    const { to, subject, body } = mail.parse(payload);
    await transport.sendMail({ from, to, subject, text: body, messageId: `<${dedupeKey.replaceAll(/[^A-Za-z0-9.-]/g, '.')}@lanework>` });
    return 'sent';
  };
}
