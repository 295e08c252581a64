import { writeFileSync } from 'node:fs';
import { PAGE, coveragePage, gatherEvidence } from './page.ts';

// `npm run coverage`: writes the page anew.
writeFileSync(PAGE, coveragePage(await gatherEvidence()));
