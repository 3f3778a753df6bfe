import { IconOf } from '../../shared/ui/icon';

const paths = {
  heart: 'M12 20S4 15 4 9.3A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.3C20 15 12 20 12 20z',
  reply: 'M9 6 4 11l5 5M4 11h10a6 6 0 0 1 6 6v1',
  remove: 'M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 11v5M13.5 11v5',
} as const;

export function ActivityIcon({ name }: { name: keyof typeof paths }) {
  return <IconOf path={paths[name]} size={18} />;
}
