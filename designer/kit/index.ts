/** The kit: everything that the pages of the modules build upon. A module's user interface imports this file and nothing else of ours. */
export { api, onSignedOut } from './api/api.ts';
export { API_BASE, apiUrl } from './api/client.ts';
export { useChanges, useIsLive, useLiveUpdates } from './api/events.ts';
export { keys } from './api/keys.ts';
export { ApiError, hasCode } from './api/problem.ts';
export type { FieldProblem, Finding, Problem } from './api/problem.ts';
export * from './api/processes.ts';
export * from './api/records.ts';
export * from './api/session.ts';
export * from './api/tasks.ts';
export type * from './api/types.ts';
// The name Page is the component's; a page of a list goes by another name here.
export type { Page as PageOf } from './api/types.ts';
export { compareDecimals, formatDecimal, formatMoney, isDecimal, parseDecimal, sumDecimals } from './format/decimal.ts';
export { dueState, formatDate, formatDateTime, formatDuration, formatRelative } from './format/time.ts';
export type { DueState } from './format/time.ts';
export { useFormat } from './format/use-format.ts';
export type { Format } from './format/use-format.ts';
export { languages, localized } from './i18n/languages.ts';
export type { Language } from './i18n/languages.ts';
export { registerNamespace } from './i18n/registry.ts';
export { useText } from './i18n/use-text.ts';
export { useAddress, useGo, usePathname } from './navigation/address.ts';
export { AppLink, PlainLink } from './navigation/link.tsx';
export { BpmnView } from './ui/bpmn-view.tsx';
export type { BpmnViewProps, ElementBadge, ElementMark } from './ui/bpmn-view-types.ts';
export { ConfirmDialog } from './ui/confirm-dialog.tsx';
export { FormView } from './ui/form-view.tsx';
export { keepFocus } from './ui/keep-focus.ts';
export type { FormHandle, FormViewProps } from './ui/form-view-types.ts';
export { Page, useDocumentTitle } from './ui/page.tsx';
export { EmptyState, ErrorState, Loaded, LoadingState, useErrorText } from './ui/states.tsx';
export type { Readable } from './ui/states.tsx';
export { ActivityList } from './process/activity-list.tsx';
export { InstanceDiagram, marksOf } from './process/instance-diagram.tsx';
export { OutcomePanel } from './process/outcome-panel.tsx';
export { StartDialog } from './process/start-dialog.tsx';
export type { StartContext } from './process/start-dialog.tsx';
export { FieldValue } from './records/field-value.tsx';
export { RecordCard, RecordCards, recordsIn } from './records/record-card.tsx';
export {
  businessKeyOf,
  choicesOf,
  currencyOf,
  isNumeric,
  kindOf,
  labelOf,
  recordHref,
  referenceLabel,
  sectionOf,
  typeOfVariable,
} from './records/record-meta.ts';
export { RecordPicker } from './records/record-picker.tsx';
export { recordIcon } from './ui/record-icon.ts';
export { RichText } from './ui/rich-text.tsx';
export { DataTable } from './ui/data-table.tsx';
export type { Column, DataTableProps } from './ui/data-table.tsx';
export { recordParameters } from './api/records.ts';
export { useNow } from './format/use-now.ts';
export { RecordSign } from './ui/record-sign.tsx';
export { SearchInput } from './ui/search-input.tsx';
