import './monitor.css';

export { MonitorIncidents } from './incidents.tsx';
export { MonitorInstance } from './instance.tsx';
export { MonitorOverview } from './overview.tsx';
export { MonitorProcess } from './process.tsx';
export { MonitorMigrateMany } from './repair/migrate-many-page.tsx';
export { MonitorMigrate } from './repair/migrate-page.tsx';
export { MonitorModify } from './repair/modify-page.tsx';
export { RetentionPage } from './retention/retention-page.tsx';
