import './texts.ts';

/** The pages of business records, drawn from the description each type gives of itself: list, one record, a new one. */
export { RecordCreatePage } from './record-create-page.tsx';
export { RecordListPage } from './record-list-page.tsx';
export { RecordPage } from './record-page.tsx';
