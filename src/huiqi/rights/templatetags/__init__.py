"""数据权利的组件: how a recorded value is written on pages."""
