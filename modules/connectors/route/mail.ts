import type { Router } from 'express';
import { z } from 'zod';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import type { ModuleServices } from '../../../engine/port/module.ts';
import { findMail, listMails, sendAgain } from '../mail/mail-store.ts';
import { expectKeeper, parse } from './keeper.ts';

const mailId = z.string().regex(/^[1-9]\d{0,17}$/, 'Expected the id of a mail');
const page = z.object({ before: mailId.optional() });

/** Routes of the mail that processes have sent, with what became of it. */
export function addMailRoutes(router: Router, services: ModuleServices): void {
  router.get('/mail', async (request, response) => {
    expectKeeper(response);
    response.json(await listMails(services, parse(page, request.query).before ?? null));
  });
  router.get('/mail/:id', async (request, response) => {
    expectKeeper(response);
    const mail = await findMail(services, parse(mailId, request.params.id));
    if (mail === null) throw new HttpProblem(404, 'NOT_FOUND', `Expected a mail ${request.params.id}, but there is none.`);
    response.json(mail);
  });
  router.post('/mail/:id/send', async (request, response) => {
    expectKeeper(response);
    const id = parse(mailId, request.params.id);
    if (!(await sendAgain(services, id)))
      throw new HttpProblem(409, 'WRONG_STATUS', `Expected mail ${id} to be kept or failed, but it is not.`);
    response.status(204).end();
  });
}
