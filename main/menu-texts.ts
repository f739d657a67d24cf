// The menus' words in every language of the app. Roles have English labels of their own, so each is named here.
import type { Language } from '../preload/contract.ts';

const en = {
  about: 'About AirAccount',
  services: 'Services',
  hide: 'Hide AirAccount',
  hideOthers: 'Hide Others',
  unhide: 'Show All',
  quit: 'Quit AirAccount',

  file: 'File',
  lock: 'Lock',
  close: 'Close Window',

  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  delete: 'Delete',
  selectAll: 'Select All',

  view: 'View',
  wallets: 'Wallets',
  send: 'Send',
  sign: 'Sign',
  history: 'History',
  contacts: 'Address Book',
  assess: 'Check a Payment',
  activity: 'Activity',
  trusted: 'Trusted Environment',
  security: 'Security',
  networks: 'Networks',
  resetZoom: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullScreen: 'Full Screen',
  reload: 'Reload',
  devTools: 'Developer Tools',

  window: 'Window',
  minimize: 'Minimize',
  zoom: 'Zoom',
  front: 'Bring All to Front',

  help: 'Help',
  shortcuts: 'Keyboard Shortcuts',
  globalPlatform: 'GlobalPlatform Specifications',
  eips: 'Ethereum Improvement Proposals',
};
export type MenuTexts = Readonly<Record<keyof typeof en, string>>;

const zhCn: MenuTexts = {
  about: '关于 AirAccount',
  services: '服务',
  hide: '隐藏 AirAccount',
  hideOthers: '隐藏其他',
  unhide: '全部显示',
  quit: '退出 AirAccount',

  file: '文件',
  lock: '锁定',
  close: '关闭窗口',

  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  delete: '删除',
  selectAll: '全选',

  view: '视图',
  wallets: '钱包',
  send: '付款',
  sign: '签名',
  history: '历史',
  contacts: '地址簿',
  assess: '检查付款',
  activity: '活动记录',
  trusted: '可信环境',
  security: '安全',
  networks: '网络',
  resetZoom: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  reload: '重新加载',
  devTools: '开发者工具',

  window: '窗口',
  minimize: '最小化',
  zoom: '缩放',
  front: '前置全部窗口',

  help: '帮助',
  shortcuts: '键盘快捷键',
  globalPlatform: 'GlobalPlatform 规范',
  eips: '以太坊改进提案（EIP）',
};

export const menuTexts: Readonly<Record<Language, MenuTexts>> = { en, 'zh-CN': zhCn };
