/** What the recipes of settings need of the server under test. */
interface SettingsWorld {
  name(): string;
  instance(): Promise<string>;
  send(method: string, request: { readonly path: string; readonly body?: unknown }): Promise<unknown>;
}

interface SettingsRecipe {
  readonly path: string;
  readonly body?: unknown;
}

const OFFICE = { title: 'Office', zone: 'Europe/Prague', hours: { monday: ['09:00-17:00'] } };

/** A call of each route that changes a calendar, the retention of history, or a hold on a case. */
export const SETTINGS_RECIPES: Readonly<Record<string, (world: SettingsWorld) => Promise<SettingsRecipe>>> = {
  'put /calendars/:name': async (world) => ({ path: `/calendars/${world.name()}`, body: OFFICE }),
  'delete /calendars/:name': async (world) => {
    const address = `/calendars/${world.name()}`;
    await world.send('PUT', { path: address, body: OFFICE });
    return { path: address };
  },
  'put /retention/:processId': async () => ({ path: '/retention/once', body: { days: 3_650 } }),
  'put /process-instances/:id/legal-hold': async (world) => ({
    path: `/process-instances/${await world.instance()}/legal-hold`,
    body: { reason: 'Lawsuit' },
  }),
  'delete /process-instances/:id/legal-hold': async (world) => {
    const address = `/process-instances/${await world.instance()}/legal-hold`;
    await world.send('PUT', { path: address, body: { reason: 'Lawsuit' } });
    return { path: address };
  },
};
