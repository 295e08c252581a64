import { p } from '@mikro-orm/core';

/** Columns that every business record carries. */
export const commonProperties = {
  companyId: p.uuid(),
  branchId: p.uuid().nullable(),
  version: p.integer(),
  createdAt: p.datetime(),
  createdBy: p.text().nullable(),
  updatedAt: p.datetime(),
  updatedBy: p.text().nullable(),
  processInstanceId: p.text().nullable(),
  custom: p.json(),
};
