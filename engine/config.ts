import { z } from 'zod';

/** One environment variable: everything that can be set, with unit and default, in one table that the documentation prints. */
interface Setting {
  readonly name: string;
  readonly description: string;
  /** As text; null where the description says what happens without it. */
  readonly fallback: string | null;
  readonly schema: z.ZodType<unknown, string>;
}

const text = z.string().min(1);
const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');
const whole = (least: number, most: number) =>
  z.string().regex(/^\d+$/, 'Expected a whole number').transform(Number).pipe(z.number().min(least).max(most));
const url = (...protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `Expected a URL that begins with ${protocols.join(' or ')}//`,
    );

const SETTINGS = {
  port: { name: 'PORT', description: 'TCP port of the HTTP server; 0 takes a free one', fallback: '8080', schema: whole(0, 65_535) },
  host: { name: 'HOST', description: 'address the HTTP server listens on', fallback: '127.0.0.1', schema: text },
  metricsPort: {
    name: 'LANEWORK_METRICS_PORT',
    description:
      'TCP port on HOST for /metrics and /health/{live,ready,startup} without sign-in, also of workers; 0 takes a free one; without it there is none',
    fallback: null,
    schema: whole(0, 65_535),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    description: 'PostgreSQL 15 or newer; without it an embedded PostgreSQL runs in LANEWORK_DATA',
    fallback: null,
    schema: url('postgres:', 'postgresql:'),
  },
  redisUrl: {
    name: 'REDIS_URL',
    description: 'Redis for wake-ups; without it they go through PostgreSQL',
    fallback: null,
    schema: url('redis:', 'rediss:'),
  },
  smtpUrl: {
    name: 'SMTP_URL',
    description: 'server that takes outgoing mail; without it mail stays in the mailbox page',
    fallback: null,
    schema: url('smtp:', 'smtps:'),
  },
  mailFrom: { name: 'LANEWORK_MAIL_FROM', description: 'sender of outgoing mail', fallback: 'Lanework <no-reply@localhost>', schema: text },
  dataDirectory: { name: 'LANEWORK_DATA', description: 'folder of the embedded database', fallback: '.lanework', schema: text },
  demo: {
    name: 'LANEWORK_DEMO',
    description:
      'on loads the demo company into an empty database and lists its people on the sign-in page; without it: on with the embedded database, else off',
    fallback: null,
    schema: onOff,
  },
  adminPassword: {
    name: 'LANEWORK_ADMIN_PASSWORD',
    description: 'password of the first account "admin" outside the demo; without it one is made up and logged once',
    fallback: null,
    schema: z.string().min(8),
  },
  trustedProxies: {
    name: 'LANEWORK_TRUSTED_PROXIES',
    description: 'number of reverse proxies in front whose X-Forwarded headers are believed',
    fallback: '0',
    schema: whole(0, 10),
  },
  signInAttemptsPerMinute: {
    name: 'LANEWORK_SIGN_IN_ATTEMPTS',
    description: 'sign-in attempts per minute and client address',
    fallback: '30',
    schema: whole(1, 100_000),
  },
  databaseConnections: {
    name: 'LANEWORK_DATABASE_CONNECTIONS',
    description: 'most connections of this process to the database for steps and queries',
    fallback: '20',
    schema: whole(2, 500),
  },
  workerConcurrency: {
    name: 'LANEWORK_WORKER_CONCURRENCY',
    description: 'due rows of one kind that this process has in hand at a time',
    fallback: '64',
    schema: whole(1, 256),
  },
  pollMs: {
    name: 'LANEWORK_POLL_MS',
    description: 'milliseconds between two looks for due work that nobody was woken for',
    fallback: '2000',
    schema: whole(50, 60_000),
  },
  leaseMs: {
    name: 'LANEWORK_LEASE_MS',
    description: 'milliseconds after which others may take the work of a worker that has died; a living one renews its claims',
    fallback: '6000',
    schema: whole(100, 3_600_000),
  },
  maxConnections: {
    name: 'LANEWORK_MAX_CONNECTIONS',
    description: 'most open connections of clients to this process, event streams included; further ones are dropped',
    fallback: '5000',
    schema: whole(1, 100_000),
  },
  drainMs: {
    name: 'LANEWORK_DRAIN_MS',
    description: 'milliseconds for which a server that is told to end still serves while it says that it is not ready',
    fallback: '1000',
    schema: whole(0, 60_000),
  },
  outsideConcurrency: {
    name: 'LANEWORK_OUTSIDE_CONCURRENCY',
    description: 'operations on the world outside (HTTP requests of diagrams) performed at a time by this process',
    fallback: '16',
    schema: whole(1, 1_000),
  },
  httpAllow: {
    name: 'LANEWORK_HTTP_ALLOW',
    description:
      'where HTTP requests of diagrams may go, separated by commas: host names, *.example.com, * for every public address, and address ranges such as 10.1.0.0/16 for private ones, each with an optional :port',
    fallback: '*',
    schema: z.string().transform((value) =>
      value
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== ''),
    ),
  },
  secretsDirectory: {
    name: 'LANEWORK_SECRETS',
    description: 'folder with one file per secret; diagrams name a secret as {{secrets.NAME}}, where NAME is the name of the file',
    fallback: null,
    schema: text,
  },
  maxWrites: {
    name: 'LANEWORK_MAX_WRITES',
    description: 'writing requests that this process has in hand at a time; further ones are answered 429 TOO_BUSY',
    fallback: '500',
    schema: whole(1, 100_000),
  },
  maxDatabaseWaiters: {
    name: 'LANEWORK_MAX_DATABASE_WAITERS',
    description: 'steps and queries of this process that wait for a database connection; with more, writes are answered 429 TOO_BUSY',
    fallback: '400',
    schema: whole(1, 100_000),
  },
  maxEventLoopDelayMs: {
    name: 'LANEWORK_MAX_EVENT_LOOP_DELAY_MS',
    description: 'milliseconds by which this process is late on average over a second; beyond, writes are answered 429 TOO_BUSY',
    fallback: '500',
    schema: whole(10, 60_000),
  },
  maxDueLagMs: {
    name: 'LANEWORK_MAX_DUE_LAG_MS',
    description: 'milliseconds that due work may have waited; beyond, writes are answered 429 TOO_BUSY; 0 switches this off',
    fallback: '600000',
    schema: whole(0, 86_400_000),
  },
  logLevel: {
    name: 'LANEWORK_LOG_LEVEL',
    description: 'least severity of log lines on standard error: warn for what somebody should look at, info for each request as well',
    fallback: 'warn',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  },
  slowStepMs: {
    name: 'LANEWORK_SLOW_STEP_MS',
    description: 'milliseconds from which on a step is logged as slow, at warn',
    fallback: '1000',
    schema: whole(1, 3_600_000),
  },
  traceEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    description: 'OpenTelemetry collector that takes traces by OTLP over HTTP, without /v1/traces; without it nothing is traced',
    fallback: null,
    schema: url('http:', 'https:'),
  },
  traceHeaders: {
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    description: 'headers for the collector, name=value separated by commas',
    fallback: null,
    schema: text,
  },
  traceService: { name: 'OTEL_SERVICE_NAME', description: 'name of this service in traces', fallback: 'lanework', schema: text },
  traceSampler: {
    name: 'OTEL_TRACES_SAMPLER',
    description: 'which traces are kept; those with parentbased_ follow the caller, those with ratio keep a part of them',
    fallback: 'parentbased_always_on',
    schema: z.enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ]),
  },
  traceRatio: {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    description: 'part of the traces that a sampler by ratio keeps, from 0 to 1',
    fallback: '1',
    schema: z.string().transform(Number).pipe(z.number().min(0).max(1)),
  },
  failpoints: {
    name: 'LANEWORK_FAILPOINT',
    description:
      'points at which the process kills itself, for fault tests: after-claim, after-effect, before-commit, after-commit, before-ack, each with =n or =p%',
    fallback: null,
    schema: text,
  },
  failpointsAllowed: {
    name: 'LANEWORK_FAILPOINTS',
    description: 'on allows LANEWORK_FAILPOINT outside of NODE_ENV=test',
    fallback: 'off',
    schema: onOff,
  },
  developmentUrl: {
    name: 'LANEWORK_URL',
    description: 'server that the development server of the browser application talks to; not used by the server itself',
    fallback: null,
    schema: text,
  },
} as const satisfies Readonly<Record<string, Setting>>;

type Key = keyof typeof SETTINGS;
type Value<Each extends Key> = z.output<(typeof SETTINGS)[Each]['schema']>;
/** Settings of a process, read once at start. Those without a default are null when they are not set. */
export type Config = { readonly [Each in Key]: (typeof SETTINGS)[Each]['fallback'] extends null ? Value<Each> | null : Value<Each> };

/** Every setting as documented. */
export const settings: readonly Setting[] = Object.values(SETTINGS);

/** Settings that cannot be used; the message names each variable and says what was expected. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

/** Reads the settings from environment variables. Throws ConfigError for wrong values and for `LANEWORK_` variables that do not exist. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const known = new Set(settings.map((setting) => setting.name));
  for (const name of Object.keys(environment)) {
    if (name.startsWith('LANEWORK_') && !known.has(name))
      problems.push(
        `Expected a setting out of ${settings
          .map((setting) => setting.name)
          .filter((each) => each.startsWith('LANEWORK_'))
          .join(', ')}, but found ${name}.`,
      );
  }
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries<Setting>(SETTINGS)) values[key] = readSetting(setting, environment, problems);
  const config = values as Config; // Each key of the table got the value that its own schema returned, or null.
  if (problems.length === 0 && config.failpoints !== null && !config.failpointsAllowed && environment['NODE_ENV'] !== 'test') {
    problems.push('Expected NODE_ENV=test or LANEWORK_FAILPOINTS=on beside LANEWORK_FAILPOINT, but found neither.');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function readSetting(setting: Setting, environment: Readonly<Record<string, string | undefined>>, problems: string[]): unknown {
  const given = environment[setting.name];
  const value = given === undefined || given === '' ? setting.fallback : given;
  if (value === null) return null;
  const parsed = setting.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // A value may be a secret, for example a URL with a password; the message does not repeat it.
  problems.push(
    `Expected a usable value of ${setting.name} (${setting.description}), but: ${parsed.error.issues.map((issue) => issue.message).join('; ')}.`,
  );
  return null;
}
