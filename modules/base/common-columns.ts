/** The one company of a new installation; more companies and branches come as rows, never as columns. */
export const DEFAULT_COMPANY_ID = '00000000-0000-7000-8000-000000000001';

/**
 * Columns that every business table carries: tenant, optimistic version, who and when, the process instance that wrote the row, and custom data.
 * Released migrations contain the expanded text, so a later change here must come with a new migration.
 */
export const COMMON_COLUMNS = `
    company_id uuid NOT NULL DEFAULT '${DEFAULT_COMPANY_ID}',
    branch_id uuid,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    created_by text,
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_by text,
    process_instance_id text,
    custom jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(custom) = 'object')`;
