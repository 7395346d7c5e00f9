import { theme } from 'antd';

/** A bridge of three piers. */
export function Logo({ size = 28 }: { size?: number }) {
  const { token } = theme.useToken();
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="6" fill={token.colorPrimary} />
      <path
        d="M4 21h24M6 21a10 10 0 0 1 20 0M11 21v-8M16 21V11M21 21v-8"
        stroke={token.colorBgContainer}
        strokeWidth="2"
        fill="none"
      />
    </svg>
  );
}
