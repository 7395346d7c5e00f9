import { type MappingAlgorithm, type ThemeConfig, theme } from 'antd';

/**
 * The palette of the office: azurite to act, bamboo, ochre and cinnabar for states, sandalwood on cream for the law.
 * antd derives tints that drop below readable contrast from muted colours, so the derived tokens are written out and
 * put back by a last algorithm.
 */

const CHINESE =
  '"HarmonyOS Sans SC","PingFang SC","Microsoft YaHei","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif';
/** Chinese faces draw the quotation marks and apostrophes of English a whole character wide. */
const LATIN = '"Segoe UI","Helvetica Neue",Arial,"Liberation Sans","Noto Sans","DejaVu Sans"';
export const CODE_STACK = '"JetBrains Mono","Cascadia Mono",Consolas,monospace';

const SHARED = {
  fontFamilyCode: CODE_STACK,
  fontSize: 14,
  borderRadius: 4,
  borderRadiusLG: 6,
  controlHeight: 34,
  motionDurationSlow: '0.2s',
};

interface Shades {
  primary: [base: string, hover: string, active: string];
  primaryBg: [ground: string, hover: string, border: string, borderHover: string];
  link: [base: string, hover: string];
  success: [base: string, ground: string, border: string];
  warning: [base: string, ground: string, border: string];
  error: [base: string, ground: string, border: string];
  info: [base: string, ground: string, border: string];
  text: [first: string, second: string, third: string, fourth: string, disabled: string];
  border: [control: string, line: string];
  ground: [layout: string, container: string, elevated: string];
  fill: [second: string, third: string, fourth: string];
  disabled: string;
}

function tokensOf(shades: Shades) {
  const state = <N extends string>(name: N, [base, ground, border]: [string, string, string]) => ({
    [`color${name}`]: base,
    [`color${name}Text`]: base,
    [`color${name}Hover`]: base,
    [`color${name}TextHover`]: base,
    [`color${name}TextActive`]: base,
    [`color${name}Bg`]: ground,
    [`color${name}BgHover`]: ground,
    [`color${name}Border`]: border,
    [`color${name}BorderHover`]: border,
  });
  return {
    ...state('Success', shades.success),
    ...state('Warning', shades.warning),
    ...state('Error', shades.error),
    ...state('Info', shades.info),
    colorPrimary: shades.primary[0],
    colorPrimaryHover: shades.primary[1],
    colorPrimaryActive: shades.primary[2],
    colorPrimaryText: shades.primary[0],
    colorPrimaryTextHover: shades.primary[1],
    colorPrimaryTextActive: shades.primary[2],
    colorPrimaryBg: shades.primaryBg[0],
    colorPrimaryBgHover: shades.primaryBg[1],
    colorPrimaryBorder: shades.primaryBg[2],
    colorPrimaryBorderHover: shades.primaryBg[3],
    colorLink: shades.link[0],
    colorLinkHover: shades.link[1],
    colorLinkActive: shades.link[0],
    colorText: shades.text[0],
    colorTextSecondary: shades.text[1],
    colorTextTertiary: shades.text[2],
    colorTextPlaceholder: shades.text[2],
    colorTextDescription: shades.text[2],
    colorTextQuaternary: shades.text[3],
    colorTextDisabled: shades.text[4],
    colorBorder: shades.border[0],
    colorBorderSecondary: shades.border[1],
    colorSplit: shades.border[1],
    colorBgLayout: shades.ground[0],
    colorBgContainer: shades.ground[1],
    colorBgElevated: shades.ground[2],
    colorFillSecondary: shades.fill[0],
    colorFillTertiary: shades.fill[1],
    colorFillQuaternary: shades.fill[2],
    colorBgContainerDisabled: shades.disabled,
  };
}

const LIGHT = tokensOf({
  primary: ['#1B5E83', '#2A7299', '#134863'],
  primaryBg: ['#E8F1F6', '#D6E6EF', '#9FC3D6', '#6FA6C2'],
  link: ['#1B5E83', '#2A7299'],
  success: ['#2B7A55', '#E9F4EE', '#A6D0BA'],
  warning: ['#946000', '#FBF3E2', '#E3C588'],
  error: ['#B4382C', '#FBECEA', '#E6B1AA'],
  info: ['#4A6A8A', '#EDF1F5', '#B9C7D4'],
  text: ['#1C2730', '#4F5B66', '#616C76', '#98A2AA', '#7F8A93'],
  border: ['#838E98', '#E1E6EA'],
  ground: ['#F3F5F6', '#FFFFFF', '#FFFFFF'],
  fill: ['#EDF0F2', '#F3F5F7', '#F8F9FA'],
  disabled: '#EEF1F3',
});

const DARK = tokensOf({
  primary: ['#6CB2D6', '#8CC5E2', '#4E9CC4'],
  primaryBg: ['#16303F', '#1D3E51', '#2C5B75', '#3C7797'],
  link: ['#7DBBDB', '#9CCDE6'],
  success: ['#62B98C', '#14301F', '#28593F'],
  warning: ['#D9A648', '#33270F', '#5F4A1E'],
  error: ['#EC8578', '#3A1D1A', '#6B3731'],
  info: ['#9DB4CA', '#222F3B', '#3C4F61'],
  text: ['#E3E9ED', '#B4BEC6', '#98A3AC', '#66717A', '#7B8690'],
  border: ['#6F7B85', '#2D3840'],
  ground: ['#11171C', '#1A2229', '#222C34'],
  fill: ['#27323A', '#212B33', '#1D262D'],
  disabled: '#222A31',
});

const put =
  (tokens: object): MappingAlgorithm =>
  (seed, map) => ({ ...(map ?? theme.defaultAlgorithm(seed)), ...tokens });

function componentsOf(dark: boolean): NonNullable<ThemeConfig['components']> {
  const tokens = dark ? DARK : LIGHT;
  return {
    Layout: {
      headerBg: tokens.colorBgContainer,
      headerColor: tokens.colorText,
      siderBg: tokens.colorBgContainer,
      bodyBg: tokens.colorBgLayout,
      headerHeight: 56,
      headerPadding: '0 20px',
    },
    Menu: {
      itemHeight: 38,
      itemBorderRadius: 4,
      itemSelectedBg: tokens.colorPrimaryBg,
      itemSelectedColor: dark ? '#8CC5E2' : '#134863',
      itemBg: tokens.colorBgContainer,
    },
    Table: {
      headerBg: tokens.colorFillTertiary,
      headerColor: tokens.colorTextSecondary,
      headerSplitColor: 'transparent',
      cellPaddingInline: 16,
      cellPaddingInlineMD: 16,
      cellPaddingInlineSM: 16,
      cellPaddingBlock: 11,
      cellPaddingBlockMD: 9,
      cellPaddingBlockSM: 7,
    },
    Button: {
      primaryShadow: 'none',
      defaultShadow: 'none',
      dangerShadow: 'none',
      fontWeight: 500,
      primaryColor: dark ? '#0E1A22' : '#FFFFFF',
      dangerColor: dark ? '#2A0F0B' : '#FFFFFF',
    },
    Card: { headerFontSize: 15, headerHeight: 46, headerPadding: 16, bodyPadding: 16 },
    Form: { verticalLabelPadding: '0 0 4px', itemMarginBottom: 20 },
    Tag: { defaultBg: tokens.colorFillSecondary, defaultColor: tokens.colorTextSecondary },
  };
}

export function themeOf(dark: boolean, language: 'zh' | 'en'): ThemeConfig {
  const tokens = dark ? DARK : LIGHT;
  return {
    algorithm: dark ? [theme.darkAlgorithm, put(DARK)] : [theme.defaultAlgorithm, put(LIGHT)],
    token: { ...SHARED, fontFamily: language === 'zh' ? CHINESE : `${LATIN},${CHINESE}`, ...tokens },
    components: componentsOf(dark),
  };
}

/** Colours that antd has no token for, as CSS variables of the whole page. */
export const variablesOf = (dark: boolean): Record<string, string> =>
  dark
    ? {
        '--clause-ground': '#2A2417',
        '--clause-text': '#D8C48F',
        '--clause-line': '#C9A45A',
        '--hit': '#4A3B18',
      }
    : {
        '--clause-ground': '#FAF6EC',
        '--clause-text': '#4A3B1F',
        '--clause-line': '#8C6A2F',
        '--hit': '#F7E6BC',
      };
