/** Places outside the own warehouses: every move goes from somewhere to somewhere, so goods come from suppliers and leave to customers. */
export const VIRTUAL_LOCATION = {
  supplier: '00000000-0000-7000-8000-000000000101',
  customer: '00000000-0000-7000-8000-000000000102',
  scrap: '00000000-0000-7000-8000-000000000103',
  loss: '00000000-0000-7000-8000-000000000104',
} as const;
