import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { BackupError, MAX_ENTRY_BYTES } from './backup-format.ts';

/** A tar file that is written entry by entry and gets its name only when it is whole. */
export interface ArchiveWriter {
  /** Entries of several writers stand one after another; resolves when the file keeps up. */
  append(name: string, content: Buffer): Promise<void>;
  /** Writes the end, waits for the disk, and gives the file its name. Returns its size in bytes. Throws BackupError when the name is taken. */
  finish(): Promise<number>;
  /** Removes what was written so far. */
  abandon(): Promise<void>;
}

/** Begins `<file>.partial`. Throws BackupError when the file or its partial exists. */
export async function createArchive(file: string): Promise<ArchiveWriter> {
  const partial = `${file}.partial`;
  await refuseExisting(file);
  const handle = await open(partial, 'wx').catch((error: unknown) => {
    throw isTaken(error)
      ? new BackupError(`Expected ${partial} not to exist, but another backup writes it or was broken off.`, error)
      : error;
  });
  await handle.close();
  const archive = pack();
  const written = pipeline(archive, createWriteStream(partial));
  // Whoever appends or finishes meets the failure; until then nobody awaits it.
  written.catch(() => undefined);
  let queue = Promise.resolve();
  return {
    append(name, content) {
      queue = queue.then(() => Promise.race([written, entryWritten(archive, name, content)]));
      return queue;
    },
    async finish() {
      await queue;
      archive.finalize();
      await written;
      return publish(partial, file);
    },
    async abandon() {
      archive.destroy();
      await written.catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

async function entryWritten(archive: ReturnType<typeof pack>, name: string, content: Buffer): Promise<void> {
  const entry = archive.entry({ name, size: content.length, mtime: new Date(0) });
  const done = once(entry, 'finish');
  entry.end(content);
  await done;
}

async function refuseExisting(file: string): Promise<void> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return;
  await handle.close();
  throw new BackupError(`Expected ${file} not to exist, but it does. A backup never writes over a file.`);
}

/** A hard link fails where a rename would write over what came meanwhile. */
async function publish(partial: string, file: string): Promise<number> {
  const handle = await open(partial, 'r+');
  await handle.sync();
  const { size } = await handle.stat();
  await handle.close();
  await link(partial, file).catch((error: unknown) => {
    throw isTaken(error) ? new BackupError(`Expected ${file} not to exist, but it was made meanwhile.`, error) : error;
  });
  await rm(partial);
  const folder = await open(dirname(file), 'r');
  await folder.sync();
  await folder.close();
  return size;
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** Entries of a backup in order, each whole. Throws BackupError for what is no tar file, is cut off, or has an entry that is too big. */
export async function* readArchive(file: string): AsyncGenerator<{ readonly name: string; readonly content: Buffer }> {
  const archive = extract();
  const reading = pipeline(createReadStream(file), archive);
  reading.catch(() => undefined);
  try {
    for await (const entry of archive) {
      const { name, size } = entry.header;
      if (size > MAX_ENTRY_BYTES) throw new BackupError(`Expected entries of at most ${MAX_ENTRY_BYTES} bytes, but ${name} has ${size}.`);
      const chunks: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
      yield { name, content: Buffer.concat(chunks) };
    }
    await reading;
  } catch (error) {
    if (error instanceof BackupError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new BackupError(`Expected ${file} to be a whole backup, but: ${error instanceof Error ? error.message : String(error)}`, error);
  } finally {
    archive.destroy();
  }
}
