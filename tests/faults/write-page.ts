import { readFileSync, writeFileSync } from 'node:fs';
import { readFigures, reliabilityPage } from './page.ts';

// `node tests/faults/write-page.ts <report>...`: writes RELIABILITY.md from reports that `FAULT_REPORT` has gathered.
const reports = process.argv.slice(2);
if (reports.length === 0) throw new Error('Expected the file of a report, but none was given.');
writeFileSync('RELIABILITY.md', reliabilityPage(readFigures(reports.map((file) => readFileSync(file, 'utf8')).join('\n'))));
