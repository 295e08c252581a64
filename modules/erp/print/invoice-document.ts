import type { Column, Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { printed } from './fonts.ts';
import { INVOICE_LABELS, type InvoiceLabels } from './labels.ts';
import type { PrintedInvoice, PrintedParty } from './read-invoice.ts';

const GREY = '#5f6b76';
const ACCENT = '#1f5f5b';

/** The printed invoice in the language of its buyer. */
export function invoiceDocument(invoice: PrintedInvoice): TDocumentDefinitions {
  const labels = INVOICE_LABELS[invoice.party.language ?? 'en'] ?? INVOICE_LABELS.en;
  return {
    info: { title: invoice.invoiceNo, author: invoice.seller.name },
    pageSize: 'A4',
    pageMargins: [40, 48, 40, 56],
    defaultStyle: { font: 'NotoSans', fontSize: 9, lineHeight: 1.25 },
    footer: (page, pages) => ({
      margin: [40, 16, 40, 0],
      columns: [
        printed(invoice.invoiceNo, { color: GREY }),
        printed(`${labels.page} ${page}/${pages}`, { color: GREY, alignment: 'right' }),
      ],
    }),
    content: [
      heading(invoice, labels),
      parties(invoice, labels),
      lineTable(invoice, labels),
      totals(invoice, labels),
      payment(invoice, labels),
    ],
  };
}

function heading(invoice: PrintedInvoice, labels: InvoiceLabels): Content {
  const facts = [
    [labels.order, invoice.orderNo],
    [labels.date, invoice.invoicedOn],
    [labels.due, invoice.dueOn],
  ] as const;
  return {
    columns: [
      {
        width: '*',
        stack: [
          printed(labels.invoice, { fontSize: 20, bold: true, color: ACCENT }),
          printed(invoice.invoiceNo, { fontSize: 12, bold: true }),
        ],
      },
      {
        width: 'auto',
        table: { body: facts.map(([name, value]) => [printed(name, { color: GREY }), printed(value, { alignment: 'right' })]) },
        layout: 'noBorders',
      },
    ],
    margin: [0, 0, 0, 20],
  };
}

function parties(invoice: PrintedInvoice, labels: InvoiceLabels): Content {
  return {
    columns: [party(labels.seller, invoice.seller, labels), party(labels.buyer, invoice.party, labels)],
    columnGap: 24,
    margin: [0, 0, 0, 20],
  };
}

function party(title: string, { name, street, city, postalCode, country, taxId, email }: PrintedParty, labels: InvoiceLabels): Column {
  const place = [postalCode, city, country].filter((part) => part !== null && part !== '').join(' ');
  const rows = [street ?? '', place, taxId === null ? '' : `${labels.taxId} ${taxId}`, email ?? ''].filter((row) => row !== '');
  return {
    width: '*',
    stack: [printed(title, { color: GREY }), printed(name, { bold: true, fontSize: 11 }), ...rows.map((row) => printed(row))],
  };
}

function lineTable(invoice: PrintedInvoice, labels: InvoiceLabels): Content {
  const head = [labels.item, labels.quantity, labels.price, labels.discount, labels.net, `${labels.tax} %`, labels.tax, labels.total];
  const body = invoice.lines.map((line) => [
    { stack: [printed(line.description), printed(line.sku, { color: GREY, fontSize: 8 })] },
    ...[`${line.quantity} ${line.uom}`, line.unitPrice, line.discountPercent, line.net, line.taxPercent, line.tax, line.gross].map(
      (figure) => cell(figure),
    ),
  ]);
  return {
    table: {
      headerRows: 1,
      widths: ['*', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
      body: [head.map((name, index) => cell(name, true, index === 0 ? 'left' : 'right')), ...body],
    },
    layout: 'lightHorizontalLines',
    margin: [0, 0, 0, 14],
  };
}

function totals(invoice: PrintedInvoice, labels: InvoiceLabels): Content {
  const rates = invoice.taxes.map((tax) => [cell(`${labels.tax} ${tax.taxPercent} %  (${labels.net} ${tax.net})`), cell(tax.tax)]);
  return {
    columns: [
      { width: '*', text: '' },
      {
        width: 'auto',
        table: {
          body: [
            [cell(labels.net), cell(invoice.net)],
            ...rates,
            [cell(`${labels.total} ${invoice.currency}`, true), cell(invoice.total, true)],
          ],
        },
        layout: 'lightHorizontalLines',
      },
    ],
    margin: [0, 0, 0, 20],
  };
}

function payment(invoice: PrintedInvoice, labels: InvoiceLabels): Content {
  const account = invoice.seller.bankAccount ?? null;
  const parts =
    invoice.instalments.length < 2
      ? []
      : [
          printed(labels.instalments, { color: GREY }),
          ...invoice.instalments.map((part) => printed(`${part.dueOn}   ${part.amount} ${invoice.currency}`)),
        ];
  return { stack: [...(account === null ? [] : [printed(`${labels.account}: ${account}`)]), ...parts] };
}

function cell(text: string, bold = false, alignment: 'left' | 'right' = 'right'): TableCell {
  return printed(text, { bold, alignment });
}
