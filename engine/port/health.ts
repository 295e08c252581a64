/** What is looked at, in the order in which it is shown. */
export const HEALTH_CHECKS = ['database', 'schema', 'eventLoop', 'queue', 'shutdown'] as const;
export type HealthCheckName = (typeof HEALTH_CHECKS)[number];

/** `degraded`: it serves, but slower or with less safety. `failing`: it must not get requests. */
export type HealthStatus = 'ok' | 'degraded' | 'failing';

export interface HealthCheck {
  readonly name: HealthCheckName;
  readonly status: HealthStatus;
  /** One sentence for an administrator. */
  readonly detail: string;
}

/** The worst of its checks. */
export interface HealthReport {
  readonly status: HealthStatus;
  readonly checks: readonly HealthCheck[];
}

/** Whether this node can serve. */
export interface Health {
  /** False until the database is migrated and everything is composed. */
  hasStarted(): boolean;
  /** Never rejects; answers within a few seconds, whatever hangs. Several probes within a second share one look. */
  look(): Promise<HealthReport>;
}
