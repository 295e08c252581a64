import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** The package that carries the browser as a compressed file. */
const packageName = '@sparticuz/chromium';

/** Folder of the unpacked browser: one per version, so that an update unpacks anew, and shared by all test runs on a machine. */
const folder = join(tmpdir(), 'lanework-browser-147');

/**
 * Starts the Chromium that comes with the development packages; nothing has to be installed, and it runs as any user, root
 * included. The caller closes it. On a machine without the system libraries that Chromium needs, those of the package are used.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await unpack(folder, {});
  try {
    return await launch(executablePath, {});
  } catch (error) {
    if (!String(error).includes('error while loading shared libraries')) throw error;
    const bundled = `${folder}-bundled`;
    await unpack(bundled, { AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' });
    return launch(executablePath, { LD_LIBRARY_PATH: join(bundled, 'al2023', 'lib') });
  }
}

function launch(executablePath: string, environment: Readonly<Record<string, string>>): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // Pages under test are our own, from this machine; Chromium's sandbox does not start for root.
    args: ['--no-sandbox', '--headless=shell', '--disable-dev-shm-usage', '--font-render-hinting=none', '--lang=en-GB'],
    env: { ...definedEnvironment(), ...environment },
  });
}

/**
 * Unpacks the browser into `target` unless it is there. The package unpacks into the folder that TMPDIR names and takes a half
 * written file for a whole one, so it unpacks aside and the result is moved in place in one step: test runs may start together.
 */
async function unpack(target: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const executable = join(target, 'chromium');
  if (existsSync(executable)) return executable;
  await mkdir(tmpdir(), { recursive: true });
  const aside = await mkdtemp(`${target}-`);
  const restore = changeEnvironment({ ...environment, TMPDIR: aside });
  try {
    const packed: { readonly default: { executablePath(): Promise<string> } } = await import(packageName);
    await packed.default.executablePath();
  } finally {
    restore();
  }
  await rename(aside, target).catch((error: unknown) => {
    if (!existsSync(executable)) throw error;
  });
  return executable;
}

/** Changes environment variables; gives a function that puts the former values back. */
function changeEnvironment(changes: Readonly<Record<string, string>>): () => void {
  const names = [...Object.keys(changes), 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH'];
  const before = names.map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, changes);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
