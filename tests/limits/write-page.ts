import { writeFileSync } from 'node:fs';
import { limitsPage } from './limits-page.ts';
import { limitedSources } from './sources.ts';

// Writes LIMITS.md anew.
writeFileSync('LIMITS.md', limitsPage(limitedSources()));
