import { theme } from 'antd';

/** The text of a certificate as it will be read: whole, in the type of papers. */
export function Certificate({ text }: { text: string }) {
  const { token } = theme.useToken();
  return (
    <blockquote
      lang="zh-CN"
      data-test="certificate"
      style={{
        margin: 0,
        padding: '12px 16px',
        border: `1px solid ${token.colorBorderSecondary}`,
        borderRadius: token.borderRadius,
        background: token.colorFillQuaternary,
        maxWidth: '44em',
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
        fontFamily: '"FZShuSong","Songti SC",SimSun,"Noto Serif CJK SC",serif',
      }}
    >
      {text}
    </blockquote>
  );
}
