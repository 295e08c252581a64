import { Router, type Response } from 'express';
import { z } from 'zod';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import type { Actor } from '../../../engine/port/module-contract.ts';
import type { ModuleServices } from '../../../engine/port/module.ts';
import { invoiceDocument } from '../print/invoice-document.ts';
import { printPdf } from '../print/print-pdf.ts';
import { readInvoice } from '../print/read-invoice.ts';
import { READERS } from '../../base/index.ts';

/** Most balances of one answer; a larger stock is read through the records API in pages. */
const MAX_BALANCES = 10_000;

const STOCK = `
  SELECT balance.id, item.id AS "itemId", item.sku, item.name AS "itemName", item.stock_uom AS uom, item.category, location.id AS "locationId", location.code AS "locationCode",
         location.name AS "locationName", warehouse.name AS "warehouseName", trim_scale(on_hand)::text AS "onHand", trim_scale(reserved)::text AS reserved,
         trim_scale(on_hand - reserved)::text AS available
    FROM erp.stock_balance balance JOIN erp.item ON item.id = balance.item_id JOIN erp.location ON location.id = balance.location_id
    LEFT JOIN erp.warehouse ON warehouse.id = location.warehouse_id
   ORDER BY item.sku, location.code LIMIT ${MAX_BALANCES}`;

/** Routes of the ERP beside its records: the stock at a glance and the printed invoice. */
export function erpRoutes(services: ModuleServices): Router {
  const router = Router();

  router.get('/stock', async (_request, response) => {
    expectReader(response);
    const { rows } = await services.pool.query<object>(STOCK);
    response.json({ items: rows, nextCursor: null });
  });

  router.get('/invoices/:id/pdf', async (request, response) => {
    expectReader(response);
    const { id } = request.params;
    const invoice = z.guid().safeParse(id).success ? await services.transaction((sql) => readInvoice(sql, id)) : null;
    if (invoice === null) throw new HttpProblem(404, 'NOT_FOUND', `Expected a posted invoice ${id}, but there is none.`);
    const pdf = await printPdf(invoiceDocument(invoice));
    response.type('application/pdf').set('Content-Disposition', `inline; filename="${invoice.invoiceNo}.pdf"`).send(pdf);
  });

  return router;
}

/** The signed-in person must be one who works here; the HTTP layer has put him into the locals. */
function expectReader(response: Response): void {
  const actor = response.locals['actor'] as Actor;
  if (!actor.roles.some((role) => READERS.some((reader) => reader === role)))
    throw new HttpProblem(403, 'FORBIDDEN', 'Expected a role that may read business records, but there is none.');
}
