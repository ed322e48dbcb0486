1 while fork // 1;
