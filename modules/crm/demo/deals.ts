/** A deal of the demo: the stages it went through, with days ago for each, the last being where it is now. */
export interface DemoDeal {
  readonly title: string;
  readonly customer: string;
  readonly amount: string | null;
  readonly owner: 'anna' | 'carmen';
  readonly source: string;
  readonly closeInDays: number | null;
  readonly steps: readonly (readonly [stage: string, daysAgo: number])[];
  readonly lostReason?: string;
}

export const DEMO_DEALS: readonly DemoDeal[] = [
  {
    title: 'Cups and beans for the second cafe',
    customer: 'Harbour Cafe',
    amount: '1250.00',
    owner: 'carmen',
    source: 'call',
    closeInDays: 6,
    steps: [
      ['new', 20],
      ['qualified', 17],
      ['offer', 9],
      ['negotiation', 3],
    ],
  },
  {
    title: 'Furniture for the new floor',
    customer: 'Birch Office',
    amount: '8400.00',
    owner: 'carmen',
    source: 'website',
    closeInDays: 12,
    steps: [
      ['new', 24],
      ['qualified', 21],
      ['offer', 10],
    ],
  },
  {
    title: 'Room supplies, yearly frame',
    customer: 'Linden Hotel Group',
    amount: '22000.00',
    owner: 'carmen',
    source: 'fair',
    closeInDays: 20,
    steps: [
      ['new', 28],
      ['qualified', 22],
      ['offer', 12],
      ['negotiation', 5],
    ],
  },
  {
    title: 'Sillas para la terraza',
    customer: 'Casa Olivar',
    amount: '3100.00',
    owner: 'carmen',
    source: 'website',
    closeInDays: 9,
    steps: [
      ['new', 14],
      ['qualified', 11],
      ['offer', 4],
    ],
  },
  {
    title: 'Café y azúcar, entrega mensual',
    customer: 'Panadería del Puerto',
    amount: '940.00',
    owner: 'carmen',
    source: 'recommendation',
    closeInDays: null,
    steps: [
      ['new', 8],
      ['qualified', 5],
    ],
  },
  {
    title: 'Vybavení kavárny',
    customer: 'Kavárna U Lípy',
    amount: '86000.00',
    owner: 'anna',
    source: 'call',
    closeInDays: 15,
    steps: [
      ['new', 19],
      ['qualified', 15],
      ['offer', 7],
      ['negotiation', 2],
    ],
  },
  {
    title: 'Papír a tabule na školní rok',
    customer: 'Škola Pod Lesem',
    amount: '145000.00',
    owner: 'anna',
    source: 'tender',
    closeInDays: 30,
    steps: [
      ['new', 12],
      ['qualified', 6],
    ],
  },
  {
    title: 'ყავის მარცვალი სეზონისთვის',
    customer: 'Tbilisi Coffee House',
    amount: '6400.00',
    owner: 'anna',
    source: 'fair',
    closeInDays: 10,
    steps: [
      ['new', 16],
      ['qualified', 13],
      ['offer', 6],
    ],
  },
  {
    title: 'თაროები მაღაზიისთვის',
    customer: 'Batumi Bookshop',
    amount: null,
    owner: 'anna',
    source: 'website',
    closeInDays: null,
    steps: [['new', 3]],
  },
  {
    title: 'Waiting room chairs',
    customer: 'Northgate Clinic',
    amount: '4800.00',
    owner: 'carmen',
    source: 'website',
    closeInDays: null,
    steps: [
      ['new', 29],
      ['qualified', 26],
      ['offer', 18],
      ['won', 11],
    ],
  },
  {
    title: 'Packaging for spring',
    customer: 'Mill Lane Bakery',
    amount: '760.00',
    owner: 'carmen',
    source: 'call',
    closeInDays: null,
    steps: [
      ['new', 25],
      ['qualified', 23],
      ['offer', 16],
      ['won', 9],
    ],
  },
  {
    title: 'Освещение студии',
    customer: 'Студия Берёза',
    amount: '2300.00',
    owner: 'anna',
    source: 'website',
    closeInDays: 8,
    steps: [
      ['new', 10],
      ['qualified', 7],
      ['offer', 1],
    ],
  },
  {
    title: 'Расходники на квартал',
    customer: 'Балтика Сервис',
    amount: '1800.00',
    owner: 'anna',
    source: 'call',
    closeInDays: null,
    steps: [
      ['new', 22],
      ['qualified', 19],
      ['lost', 10],
    ],
    lostReason: 'Price: another supplier was 8 % cheaper',
  },
  {
    title: 'Dining chairs',
    customer: 'Alpenblick Gasthof',
    amount: null,
    owner: 'carmen',
    source: 'recommendation',
    closeInDays: null,
    steps: [['new', 2]],
  },
  {
    title: 'Paper and toner',
    customer: 'Delta Print',
    amount: '3600.00',
    owner: 'carmen',
    source: 'website',
    closeInDays: null,
    steps: [
      ['new', 27],
      ['qualified', 20],
      ['lost', 13],
    ],
    lostReason: 'The customer postponed the purchase to next year',
  },
];

/** What was said lately: kind, days ago, subject and text. */
export interface DemoInteraction {
  readonly customer: string;
  readonly kind: string;
  readonly daysAgo: number;
  readonly by: 'anna' | 'carmen';
  readonly subject: string;
  readonly body: string;
}

export const DEMO_INTERACTIONS: readonly DemoInteraction[] = [
  {
    customer: 'Harbour Cafe',
    kind: 'call_in',
    daysAgo: 20,
    by: 'carmen',
    subject: 'Opens a second cafe',
    body: 'Nora opens a second cafe at the harbour in three weeks and needs porcelain cups and beans.',
  },
  {
    customer: 'Harbour Cafe',
    kind: 'meeting',
    daysAgo: 9,
    by: 'carmen',
    subject: 'Offer went through',
    body: 'Walked through the offer. Cups are the urgent part; beans can come a week later.',
  },
  {
    customer: 'Harbour Cafe',
    kind: 'call_out',
    daysAgo: 3,
    by: 'carmen',
    subject: 'Agreed on twenty cup sets',
    body: 'Twenty sets of espresso cups and twelve kilograms of beans.',
  },
  {
    customer: 'Birch Office',
    kind: 'meeting',
    daysAgo: 21,
    by: 'carmen',
    subject: 'Visited the new floor',
    body: 'Thirty places, two meeting rooms. They prefer grey.',
  },
  {
    customer: 'Linden Hotel Group',
    kind: 'email',
    daysAgo: 12,
    by: 'carmen',
    subject: 'Frame contract draft',
    body: 'Sent the draft of the yearly frame with the price list for wholesale.',
  },
  {
    customer: 'Linden Hotel Group',
    kind: 'call_in',
    daysAgo: 5,
    by: 'carmen',
    subject: 'Asks for a higher credit limit',
    body: 'Petra asks to raise the limit because the first call-off alone is above it.',
  },
  {
    customer: 'Casa Olivar',
    kind: 'call_out',
    daysAgo: 11,
    by: 'carmen',
    subject: 'Terraza: cuarenta sillas',
    body: 'Quieren sillas apilables antes del verano.',
  },
  {
    customer: 'Kavárna U Lípy',
    kind: 'meeting',
    daysAgo: 15,
    by: 'anna',
    subject: 'Prohlídka prostor',
    body: 'Dvacet míst, bar z ořechu. Rozhoduje paní Malá.',
  },
  {
    customer: 'Škola Pod Lesem',
    kind: 'email',
    daysAgo: 6,
    by: 'anna',
    subject: 'Podklady k výběrovému řízení',
    body: 'Termín pro nabídky je konec měsíce.',
  },
  {
    customer: 'Tbilisi Coffee House',
    kind: 'meeting',
    daysAgo: 13,
    by: 'anna',
    subject: 'დეგუსტაცია',
    body: 'მოეწონათ მუქი მოხალვის მარცვალი.',
  },
  {
    customer: 'Northgate Clinic',
    kind: 'call_in',
    daysAgo: 11,
    by: 'carmen',
    subject: 'Order confirmed by phone',
    body: 'Helen confirmed the chairs for both waiting rooms.',
  },
  {
    customer: 'Студия Берёза',
    kind: 'call_out',
    daysAgo: 7,
    by: 'anna',
    subject: 'Уточнили количество ламп',
    body: 'Двенадцать рабочих мест, тёплый свет.',
  },
  {
    customer: 'Балтика Сервис',
    kind: 'note',
    daysAgo: 10,
    by: 'anna',
    subject: 'Проиграли по цене',
    body: 'Вернуться с предложением в следующем квартале.',
  },
  {
    customer: 'Mill Lane Bakery',
    kind: 'call_in',
    daysAgo: 9,
    by: 'carmen',
    subject: 'Happy with the first delivery',
    body: 'Wants the same boxes every month.',
  },
];
