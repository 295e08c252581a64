import './monitor.css';

export { MonitorIncidents } from './incidents.tsx';
export { MonitorInstance } from './instance.tsx';
export { MonitorOverview } from './overview.tsx';
export { MonitorProcess } from './process.tsx';
