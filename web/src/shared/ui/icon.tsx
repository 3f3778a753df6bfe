const paths = {
  home: 'M4 11l8-7 8 7M6 10v10h12V10',
  messages: 'M3 5h18v12H11l-5 4v-4H3z',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 20a8 8 0 0 1 16 0',
  settings: 'M4 7h16M4 17h16M15 4v6M9 14v6',
  back: 'M15 5l-7 7 7 7',
  write: 'M12 20h8M4 20l1-4L16 5a2.1 2.1 0 0 1 3 3L8 19z',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20 20',
  send: 'M5 12h13M12 5l7 7-7 7',
  down: 'M12 5v14M6 13l6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  sending: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3 2',
  sent: 'M5 12.5l4.5 4.5L19 7',
  read: 'M2.5 12.5 7 17l9-10M12 16.2l.8.8L21.5 7',
  failed: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5v5.5M12 16.2v.3',
  offline: 'M4 4l16 16M8.5 8.6A10 10 0 0 0 4.5 11M19.5 11a10 10 0 0 0-6-2.8M8 14.6a5.5 5.5 0 0 1 6 0M12 19v.1',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size }: { name: IconName; size?: number }) {
  return <IconOf path={paths[name]} {...(size === undefined ? {} : { size })} />;
}

/** One that only a part of the page has, which is loaded with it. */
export function IconOf({ path, size = 20 }: { path: string; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
