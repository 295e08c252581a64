import { readFile } from 'node:fs/promises';

/** Password of every account that a benchmark makes; the server lives as long as the benchmark. */
export const PASSWORD = 'benchmark-only';
const GROUP = 'clerks';
const DIAGRAM = new URL('./approve.bpmn', import.meta.url);

/** What a browser sends along with each request. */
export type Headers = Readonly<Record<string, string>>;

const HEADERS: Headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'lanework' };

/** Signs somebody in and returns what his requests carry. */
async function signIn(url: string, login: string): Promise<Headers> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (!response.ok || cookie === undefined) throw new Error(`Expected ${login} to be signed in, but the answer was ${response.status}.`);
  return { ...HEADERS, Cookie: cookie };
}

async function post(url: string, path: string, headers: Headers, body: object): Promise<unknown> {
  const response = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`Expected ${path} to succeed, but the answer was ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Starts a case and leaves its task open; returns the id of the instance. */
export async function startCase(url: string, clerk: Headers): Promise<string> {
  const variables = { amount: 0, customer: 'Customer' };
  const started = (await post(url, '/process-instances', clerk, { processId: 'approve', variables })) as { readonly instanceId: string }; // Outcome of the API.
  return started.instanceId;
}

/** Deploys the process and gives a new installation its people: clerks of one group, all signed in. */
export async function openOffice(url: string, clerks: number): Promise<readonly Headers[]> {
  const admin = await signIn(url, 'admin');
  const content = await readFile(DIAGRAM, 'utf8');
  await post(url, '/deployments', admin, { resources: [{ name: 'approve.bpmn', content }] });
  await post(url, '/groups', admin, { id: GROUP, name: 'Clerks' });
  const signedIn: Headers[] = [];
  for (let number = 1; number <= clerks; number += 1) {
    const login = `clerk-${number}`;
    await post(url, '/users', admin, {
      login,
      name: `Clerk ${number}`,
      email: `${login}@example.com`,
      password: PASSWORD,
      groups: [GROUP],
    });
    signedIn.push(await signIn(url, login));
  }
  return signedIn;
}
