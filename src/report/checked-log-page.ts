import type { CheckedLog } from './checked-log';
export function checkedLogHtml(checked: CheckedLog): string {
  return checked.data;
}
